namespace Holdfast.Simulation.Tests;

/// <summary>Everything around a job, which outlives it.</summary>
internal sealed class World
{
    public World(int seed, bool hasPoison)
    {
        Plan = new FaultPlan(seed);
        Clock = new QuietClock(seed);
        Turns = new Turns(Clock);
        Book = new WorldBook(Clock);
        Items = new SiteItems(Plan, hasPoison);
        Site = new SimulatedSite(Plan, Clock, Items, Book);
        Browsers = new SimulatedBrowsers(Plan, Clock, Site, Book);
        Desk = new LedgerDesk(Plan, Clock, Turns, Browsers, Site.Trials, Book);
        Mirror = new ThingMirror(Plan, Clock, Book);
        Site.Browser = () => Browsers.Current;
    }

    public FaultPlan Plan { get; }

    public QuietClock Clock { get; }

    public Turns Turns { get; }

    public WorldBook Book { get; }

    public SiteItems Items { get; }

    public SimulatedSite Site { get; }

    public SimulatedBrowsers Browsers { get; }

    public LedgerDesk Desk { get; }

    public ThingMirror Mirror { get; }
}

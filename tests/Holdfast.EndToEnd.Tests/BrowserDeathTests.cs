using System.Globalization;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The browser or its driver dies at any moment of a gather, for real.</summary>
[Trait("Category", "Browser")]
public sealed class BrowserDeathTests(ITestOutputHelper output)
{
    private const int Pages = 20;
    private const int Records = Pages * 20;

    internal const int Parts = 4;

    /// <summary>Each fault at each of ten moments.</summary>
    internal static IReadOnlyList<(Fault Fault, int Index)> All { get; } =
        [.. Enumerable.Range(0, Moment.Kinds).SelectMany(index => Enum.GetValues<Fault>().Select(fault => (fault, index)))];

    public static TheoryData<Fault, int> Moments => [.. Sample.Of(All, Parts)];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Run_SessionDiesOnce_OneIncidentNothingLostNothingTwice(Fault fault, int index)
    {
        int seed = ((int)fault * 100) + index;
        Moment moment = Moment.Choose(index, seed, Pages);
        output.WriteLine($"seed {seed}: {fault} in {moment.Stage} at {moment.Path} x {moment.Count}");
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 2);
        using SiteControlClient control = new(site.Url);

        Job? job = null;
        int pending = await moment.StrikeAsync(
            control,
            arm: () => Task.FromResult(job = Job.Run(folder, site.Url)),
            fault: async () => await fault.CarryOutAsync(await job!.BrowserAsync()));
        await using (job)
        {
            Assert.True(pending > 0, "work must be pending when the fault lands");
            int code = await job!.EndAsync();
            output.WriteLine(job.Output);
            Assert.Equal(0, code);
        }

        GatherAssert.Complete(folder, Records);
        StoredIncident incident = Assert.Single(GatherAssert.Incidents(folder));
        output.WriteLine(incident.ToScript().ToJson());
        Assert.Equal(fault.Cause(), incident.Incident.Cause);
        Assert.Equal(IncidentOutcome.Recovered, incident.Incident.Outcome);
        Assert.Single(GatherAssert.ErrorLines(folder));
        Assert.Empty(folder.Processes());
        await NoCallAfterTheLatchAsync(control, incident.Incident);
        if (moment.Stage != "login")
        {
            Assert.Equal(1, (await control.CountsAsync()).LoginsOk);
        }
    }

    /// <summary>Calls carry their generation and number. The site goes on logging; nothing above the latch may ever arrive.</summary>
    private static async Task NoCallAfterTheLatchAsync(SiteControlClient control, Incident incident)
    {
        ArrivalReport silence = await control.WaitAsync("/never", 1, TimeSpan.FromSeconds(2));
        Assert.True(silence.TimedOut);
        string generation = incident.Generation.ToString(CultureInfo.InvariantCulture);
        long last = (await control.LogAsync())
            .Where(entry => entry.Generation == generation)
            .Select(entry => long.Parse(entry.CallSequence!, CultureInfo.InvariantCulture))
            .DefaultIfEmpty()
            .Max();
        Assert.True(last <= incident.AdmittedAtLatch, $"call {last} arrived, but the latch closed after {incident.AdmittedAtLatch}");
    }
}

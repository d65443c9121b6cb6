using Holdfast.Actions;

namespace Holdfast.Simulation.Tests;

/// <summary>An action of a simulation, and what it promises.</summary>
internal abstract class SimulatedAction
{
    /// <summary>What is run.</summary>
    public abstract IAction Action { get; }

    /// <summary>True when it hears of what is gone, so that things may go.</summary>
    public virtual bool KnowsWhatIsGone => false;

    /// <summary>True when an item may kill each session that asks for it.</summary>
    public static bool MayBePoisoned(FaultPlan plan) => plan.Number("action", 4) is 0 or 1;

    /// <summary>The action of a seed.</summary>
    public static SimulatedAction Of(World world) => world.Plan.Number("action", 4) switch
    {
        0 => new SimulatedGather(world, new GatherThings(hasVersions: world.Plan.Number("versions", 2) == 0)),
        1 => new SimulatedSend(world),
        2 => new SimulatedGather(world, new SyncThings()),
        _ => new SimulatedCount(world),
    };

    /// <summary>An action with a bug that shows in some orders only.</summary>
    public static SimulatedAction Careless(World world) => new SimulatedGather(world, new CarelessThings(world.Book));

    /// <summary>Another run begins.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>A run is complete, and this is in the list.</summary>
    public virtual void Listed(IReadOnlyList<string> keys)
    {
    }

    /// <summary>Adds what records go to.</summary>
    public virtual void AddSinks(IHoldfastBuilder holdfast)
    {
    }

    /// <summary>A person says what is to be done with what could not be done.</summary>
    public virtual void GiveTheWord(RunLedger ledger)
    {
    }

    /// <summary>Asks ledger and site for its promises.</summary>
    /// <returns>Every broken one.</returns>
    public abstract IEnumerable<string> Broken(RunLedger ledger);
}

using Holdfast.Actions;

namespace Holdfast.Simulation.Tests;

/// <summary>Counts: what is saved is never lost, and all of it was done.</summary>
internal sealed class SimulatedCount(World world) : SimulatedAction
{
    private readonly CountThings _action = new(world.Book);

    public override IAction Action => _action;

    public override void Begin() => _action.Begin();

    public override IEnumerable<string> Broken(RunLedger ledger)
    {
        RunProgress? progress = ledger.ReadSummary(ledger.ReadRuns().Max(run => run.RunId)).Progress;
        if (progress is not { Done: CountThings.Things, Total: CountThings.Things })
        {
            yield return $"it says that {progress?.Done} of {progress?.Total} are done";
        }
    }
}

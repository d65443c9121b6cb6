namespace Holdfast.Simulation.Tests;

/// <summary>The account of every run holds.</summary>
internal static class AccountInvariants
{
    public static IEnumerable<string> Broken(RunLedger ledger, SimulatedAction action)
    {
        foreach (RunInfo run in ledger.ReadRuns(action.Action.Name))
        {
            if (!ledger.ReadSummary(run.RunId).AddsUp)
            {
                yield return $"the summary of run {run.RunId} does not add up";
            }

            if (run.FinishedAt is null)
            {
                yield return $"run {run.RunId} is not finished";
            }

            foreach (LedgerMismatch mismatch in ledger.Check(run.RunId))
            {
                yield return $"the ledger contradicts itself: {mismatch}";
            }
        }
    }
}

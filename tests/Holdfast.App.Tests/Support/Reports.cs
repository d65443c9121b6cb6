using Holdfast.Actions;

namespace Holdfast.App.Tests;

/// <summary>Reports that never saw a ledger.</summary>
internal static class Reports
{
    public static RunSummary Summary(Func<RunSummary, RunSummary>? change = null)
    {
        RunSummary summary = new(new RunInfo(3, "gather-things", LedgerMaker.Start, null, 1, null) { LastOwner = LegOwner.Current() })
        {
            Listing = new ListingPosition(ListingState.Finished, 1, null),
        };
        return change?.Invoke(summary) ?? summary;
    }

    public static RunReport Report(RunEnd end, string? reason = null, int mismatches = 0, RunSummary? summary = null) =>
        new(end, summary ?? Summary(), [.. Enumerable.Range(0, mismatches).Select(i => new LedgerMismatch("record hash", $"k{i}", "aa", "bb"))], reason);
}

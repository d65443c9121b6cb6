using Holdfast.Actions;

namespace Holdfast.App.Tests;

/// <summary>Reports that never saw a ledger.</summary>
internal static class Reports
{
    public static RunSummary Summary(Func<RunSummary, RunSummary>? change = null)
    {
        RunSummary summary = new()
        {
            Run = new RunInfo(3, "gather-things", LedgerMaker.Start, null, 1, null) { LastOwner = LegOwner.Current() },
            Seen = 0,
            New = 0,
            Updated = 0,
            Unchanged = 0,
            Partial = 0,
            Failed = 0,
            Quarantined = 0,
            Removed = 0,
            Pending = 0,
            Pages = 0,
            Listing = new ListingPosition(ListingState.Finished, 1, null),
            SiteTotal = null,
            Incidents = new Dictionary<string, int>(),
            Suspensions = new SuspensionTotals(0, TimeSpan.Zero, null),
            FirstPageAt = null,
            LastChangeAt = null,
        };
        return change?.Invoke(summary) ?? summary;
    }

    public static RunReport Report(RunEnd end, string? reason = null, int mismatches = 0, RunSummary? summary = null)
        => new(end, summary ?? Summary(), [.. Enumerable.Range(0, mismatches).Select(i => new LedgerMismatch("record hash", $"k{i}", "aa", "bb"))], reason);
}

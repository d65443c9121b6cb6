namespace Holdfast.Ledger.Contract.Tests;

/// <summary>How many items of each state a run has.</summary>
internal sealed record ItemCounts(long New, long Updated, long Unchanged, long Partial, long Failed, long Quarantined, long Removed, long Pending)
{
    public static ItemCounts None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    public static ItemCounts Of(RunSummary summary) => new(
        summary.New, summary.Updated, summary.Unchanged, summary.Partial, summary.Failed, summary.Quarantined, summary.Removed, summary.Pending);

    public ItemCounts Since(ItemCounts before) => new(
        New - before.New,
        Updated - before.Updated,
        Unchanged - before.Unchanged,
        Partial - before.Partial,
        Failed - before.Failed,
        Quarantined - before.Quarantined,
        Removed - before.Removed,
        Pending - before.Pending);
}

namespace Holdfast.Ledger;

/// <summary>How often and how long a run's program did not run.</summary>
/// <param name="Count">How often.</param>
/// <param name="Duration">How long, all together.</param>
/// <param name="Last">The latest one; null when there was none.</param>
public sealed record SuspensionTotals(int Count, TimeSpan Duration, SuspensionRow? Last)
{
    /// <summary>The totals of these.</summary>
    /// <param name="suspensions">The latest first.</param>
    /// <returns>Their totals.</returns>
    internal static SuspensionTotals Of(IReadOnlyList<StoredSuspension> suspensions) => new(
        suspensions.Count,
        suspensions.Aggregate(TimeSpan.Zero, (sum, stored) => sum + stored.Suspension.Duration),
        suspensions.Count == 0 ? null : suspensions[0].Suspension);
}

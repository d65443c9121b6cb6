namespace Holdfast.Ledger;

/// <summary>How often and how long a run's program did not run.</summary>
public sealed class SuspensionTotals
{
    internal SuspensionTotals(int count, TimeSpan duration, Suspension? last) => (Count, Duration, Last) = (count, duration, last);

    /// <summary>How often.</summary>
    public int Count { get; }

    /// <summary>How long, all together.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The latest one; null when there was none.</summary>
    public Suspension? Last { get; }

    /// <summary>No suspension.</summary>
    internal static SuspensionTotals None { get; } = new(0, TimeSpan.Zero, null);

    /// <summary>The totals of these.</summary>
    /// <param name="suspensions">The latest first.</param>
    /// <returns>Their totals.</returns>
    internal static SuspensionTotals Of(IReadOnlyList<StoredSuspension> suspensions) => new(
        suspensions.Count,
        suspensions.Aggregate(TimeSpan.Zero, (sum, stored) => sum + stored.Suspension.Duration),
        suspensions.Count == 0 ? null : suspensions[0].Suspension);
}

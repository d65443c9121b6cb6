namespace Holdfast.Actions;

/// <summary>How often and how long a run was held by pauses that the site asked for.</summary>
/// <param name="Count">How often. Each endpoint has pauses of its own.</param>
/// <param name="Duration">How long anything was held while a leg ran; pauses at the same time count once. A leg that was killed counts until the
/// next one began.</param>
/// <param name="Last">The latest one; null when there was none.</param>
public sealed record PauseTotals(int Count, TimeSpan Duration, StoredPause? Last)
{
    /// <summary>No pause.</summary>
    public static PauseTotals None { get; } = new(0, TimeSpan.Zero, null);

    /// <summary>The totals of these. Pure.</summary>
    /// <param name="pauses">The latest first.</param>
    /// <param name="legs">When each leg ran, the first leg first.</param>
    /// <returns>Their totals.</returns>
    internal static PauseTotals Of(IReadOnlyList<StoredPause> pauses, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> legs)
    {
        TimeSpan duration = TimeSpan.Zero;
        foreach ((DateTimeOffset from, DateTimeOffset to) in legs)
        {
            DateTimeOffset counted = from;
            foreach (StoredPause pause in pauses.OrderBy(pause => pause.AskedAt))
            {
                DateTimeOffset begin = pause.AskedAt > counted ? pause.AskedAt : counted;
                DateTimeOffset end = pause.Until < to ? pause.Until : to;
                if (end > begin)
                {
                    duration += end - begin;
                    counted = end;
                }
            }
        }

        return new PauseTotals(pauses.Count, duration, pauses.Count == 0 ? null : pauses[0]);
    }
}

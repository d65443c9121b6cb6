namespace Holdfast.Ledger;

/// <summary>How often and how long a run was held by pauses that the site asked for.</summary>
public sealed class PauseTotals
{
    internal PauseTotals(int count, TimeSpan duration, StoredPause? last) => (Count, Duration, Last) = (count, duration, last);

    /// <summary>How often. Each endpoint has pauses of its own; when the second one of a host holds the host as well, that is the same
    /// pause. (Where the user names the endpoints, the ledger does not tell their host: then it counts.)</summary>
    public int Count { get; }

    /// <summary>How long anything was held while a leg ran; pauses at the same time count once. A leg that was killed counts until the
    /// next one began. One that another run was asked for is waited for as well, but belongs to that run's totals.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The latest one; null when there was none.</summary>
    public StoredPause? Last { get; }

    /// <summary>No pause.</summary>
    internal static PauseTotals None { get; } = new(0, TimeSpan.Zero, null);

    // Both are noted for one answer; only the wall clock may have been set between two notes.
    private static readonly TimeSpan s_sameAnswer = TimeSpan.FromSeconds(1);

    /// <summary>The totals of these. Pure.</summary>
    /// <param name="pauses">The latest first.</param>
    /// <param name="legs">When each leg ran, the first leg first.</param>
    /// <returns>Their totals.</returns>
    internal static PauseTotals Of(IReadOnlyList<StoredPause> pauses, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> legs)
    {
        StoredPause[] inOrder = [.. pauses.OrderBy(pause => pause.AskedAt)];
        TimeSpan duration = TimeSpan.Zero;
        foreach ((DateTimeOffset from, DateTimeOffset to) in legs)
        {
            DateTimeOffset counted = from;
            foreach (StoredPause pause in inOrder)
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

        ILookup<(long RunId, long Epoch), StoredPause> legsPauses = pauses.ToLookup(pause => (pause.RunId, pause.Epoch));
        int twins = pauses.Where(IsHost).Count(host => legsPauses[(host.RunId, host.Epoch)].Any(other => Holds(host, other)));
        return new PauseTotals(pauses.Count - twins, duration, pauses.Count == 0 ? null : pauses[0]);
    }

    /// <summary>True for what may be a host's; that teaches nothing.</summary>
    private static bool IsHost(StoredPause pause) => pause.Sent == 0 && !pause.Endpoint.Contains('/', StringComparison.Ordinal);

    /// <summary>True when the host is held because of this pause of one of its endpoints.</summary>
    private static bool Holds(StoredPause host, StoredPause endpoint) =>
        endpoint.Endpoint.StartsWith(host.Endpoint + '/', StringComparison.Ordinal)
        && (host.AskedAt - endpoint.AskedAt).Duration() < s_sameAnswer;
}

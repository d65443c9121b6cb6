namespace Holdfast.Http;

/// <summary>How far the site's clock is ahead of ours, as the <c>Date</c> of its last answer says. Thread safe.</summary>
internal sealed class SiteClock(TimeProvider time)
{
    // A clock that is further off is out of order, and a site that checks codes by it would let nobody in.
    private static readonly TimeSpan s_furthest = TimeSpan.FromDays(1);

    // The header tells whole seconds, rounded down.
    private static readonly TimeSpan s_halfSecond = TimeSpan.FromSeconds(0.5);

    private long _ahead;

    /// <summary>Zero while nobody knows.</summary>
    public TimeSpan Ahead => new(Volatile.Read(ref _ahead));

    /// <summary>Notes an answer of the site's own; a cache's copy tells an earlier time.</summary>
    public void Note(HttpResponseMessage answer)
    {
        if (answer.Headers.Date is { } told && answer.Headers.Age is null or { Ticks: 0 })
        {
            TimeSpan ahead = told + s_halfSecond - time.GetUtcNow();
            Volatile.Write(ref _ahead, ahead.Duration() <= s_furthest ? ahead.Ticks : 0);
        }
    }
}

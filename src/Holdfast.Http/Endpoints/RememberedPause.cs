namespace Holdfast.Http;

/// <summary>What an earlier leg knew of an endpoint.</summary>
/// <param name="Endpoint">The endpoint, or the host.</param>
/// <param name="AskedAt">When its last pause was asked for, by the wall clock of then.</param>
/// <param name="Until">When that pause ends, by the same clock.</param>
/// <param name="PerMinute">The learned pace in calls a minute; null when nothing was learned.</param>
internal sealed record RememberedPause(string Endpoint, DateTimeOffset AskedAt, DateTimeOffset Until, double? PerMinute)
{
    // A site's limits change. By then, learning anew costs less than crawling.
    private static readonly TimeSpan s_paceLasts = TimeSpan.FromDays(1);

    /// <summary>How much of the pause is left. Only the wall clock lasts from one leg to the next, and it may have been set back since: so no
    /// more is left than was asked for, nor than a call may wait at all.</summary>
    /// <param name="now">The wall clock of now.</param>
    /// <param name="most">How long a call may wait.</param>
    /// <returns>The rest; zero when the pause is over.</returns>
    public TimeSpan Left(DateTimeOffset now, TimeSpan most)
    {
        TimeSpan left = Min(Min(Until - now, Until - AskedAt), most);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The pace, if it is not too old to be believed; null otherwise.</summary>
    /// <param name="now">The wall clock of now.</param>
    public Pace? PaceAt(DateTimeOffset now) => PerMinute is { } perMinute && now - AskedAt < s_paceLasts ? Pace.Of(perMinute / 60) : null;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

namespace Holdfast.Ledger;

/// <summary>A pause that the site asked for, as the ledger keeps it.</summary>
/// <param name="RunId">The run it happened in.</param>
/// <param name="Epoch">The leg it happened in.</param>
/// <param name="Endpoint">Which calls waited: those to an endpoint, or to a host.</param>
/// <param name="Number">Its ordinal among the endpoint's pauses in that leg, from 1.</param>
/// <param name="Status">The status code of the answer that asked for it, such as 429.</param>
/// <param name="AskedAt">When it was asked for, by the wall clock; kept to the millisecond.</param>
/// <param name="Until">When the calls go on, by the wall clock; kept to the millisecond.</param>
/// <param name="Sent">Calls that were let through in the window before it; 0 when the site did not say that they were too many.</param>
/// <param name="Window">How long that window was; kept to the millisecond.</param>
/// <param name="PerMinute">Calls a minute that the endpoint is sent from there on, before the slow way back up; null when nothing is known.</param>
public sealed record StoredPause(
    long RunId,
    long Epoch,
    string Endpoint,
    int Number,
    int Status,
    DateTimeOffset AskedAt,
    DateTimeOffset Until,
    long Sent,
    TimeSpan Window,
    double? PerMinute)
{
    /// <summary>How much of it is left.</summary>
    /// <param name="now">The wall clock of now.</param>
    /// <returns>The rest; zero when the pause is over, and when the clock was set back to before it, since nobody can tell then.</returns>
    public TimeSpan LeftAt(DateTimeOffset now) => now < Until && now >= AskedAt ? Until - now : TimeSpan.Zero;
}

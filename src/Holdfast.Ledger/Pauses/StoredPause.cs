namespace Holdfast.Ledger;

/// <summary>A pause that the site asked for, as the ledger keeps it.</summary>
public sealed class StoredPause
{
    internal StoredPause(
        long runId, long epoch, string endpoint, int number, int status, DateTimeOffset askedAt, DateTimeOffset until, long sent,
        TimeSpan window, double? perMinute)
    {
        RunId = runId;
        Epoch = epoch;
        Endpoint = endpoint;
        Number = number;
        Status = status;
        AskedAt = askedAt;
        Until = until;
        Sent = sent;
        Window = window;
        PerMinute = perMinute;
    }

    /// <summary>The run it happened in.</summary>
    public long RunId { get; }

    /// <summary>The leg it happened in.</summary>
    public long Epoch { get; }

    /// <summary>Which calls waited: those to an endpoint, or to a host.</summary>
    public string Endpoint { get; }

    /// <summary>Its ordinal among the endpoint's pauses in that leg, from 1.</summary>
    public int Number { get; }

    /// <summary>The status code of the answer that asked for it, such as 429.</summary>
    public int Status { get; }

    /// <summary>When it was asked for, by the wall clock; kept to the millisecond.</summary>
    public DateTimeOffset AskedAt { get; }

    /// <summary>When the calls go on, by the wall clock; kept to the millisecond.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>Calls that were let through in the window before it; 0 when the site did not say that they were too many.</summary>
    public long Sent { get; }

    /// <summary>How long that window was; kept to the millisecond.</summary>
    public TimeSpan Window { get; }

    /// <summary>Calls a minute that the endpoint is sent from there on, before the slow way back up; null when nothing is known.</summary>
    public double? PerMinute { get; }

    /// <summary>How much of it is left.</summary>
    /// <param name="now">The wall clock of now.</param>
    /// <returns>The rest; zero when the pause is over, and when the clock was set back to before it, since nobody can tell then.</returns>
    public TimeSpan LeftAt(DateTimeOffset now) => now < Until && now >= AskedAt ? Until - now : TimeSpan.Zero;
}

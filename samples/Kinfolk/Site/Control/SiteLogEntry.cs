namespace Kinfolk.Site;

/// <summary>One request in the log. Never holds a cookie value, a token or a password.</summary>
public sealed record SiteLogEntry
{
    /// <summary>The order of arrival; the first is 1.</summary>
    public long Sequence { get; init; }

    /// <summary>Arrival on the machine's monotonic clock, comparable with <c>Stopwatch.GetTimestamp</c> of other processes.</summary>
    public double MonotonicMs { get; init; }

    /// <summary>Arrival in UTC.</summary>
    public DateTimeOffset Utc { get; init; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "";

    /// <summary>Path and query as sent.</summary>
    public string Path { get; init; } = "";

    /// <summary>Who was logged in when the request was served; null: nobody.</summary>
    public string? Member { get; set; }

    /// <summary>The number of the login whose cookie was sent, even if it had ended by then; null: none.</summary>
    public int? Login { get; set; }

    /// <summary>Whether all cookies of that login came back with their exact values; null without a login.</summary>
    public bool? CookiesIntact { get; set; }

    /// <summary>The HTTP status; 0 while pending or without an answer.</summary>
    public int Status { get; set; }

    /// <summary>Requests that were already pending at the arrival.</summary>
    public int PendingAtArrival { get; init; }

    /// <summary>From the arrival to the answer (or its failing), in milliseconds; 0 while pending.</summary>
    public double DurationMs { get; set; }

    /// <summary>The request header <c>Holdfast-Generation</c>.</summary>
    public string? Generation { get; init; }

    /// <summary>The request header <c>Holdfast-Sequence</c>.</summary>
    public string? CallSequence { get; init; }

    /// <summary>The request header <c>User-Agent</c>.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The request header <c>Accept-Language</c>.</summary>
    public string? AcceptLanguage { get; init; }

    /// <summary>How it ended.</summary>
    public RequestOutcome Outcome { get; set; }
}

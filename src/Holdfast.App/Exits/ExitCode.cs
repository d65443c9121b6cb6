namespace Holdfast.App;

/// <summary>What the process tells whoever started it. 0 to 4: this start is over. 10 to 19: run it again, later. 20 to 29: a human is
/// needed first.</summary>
/// <remarks>The numbers never change their meaning; <c>docs/exit-codes.md</c> explains each to an operator.</remarks>
public static class ExitCode
{
    /// <summary>The run is over and every item is whole.</summary>
    public const int Completed = 0;

    /// <summary>An error nobody had foreseen: a bug in Holdfast, an adapter, an action or a sink. The log file has the details.</summary>
    public const int UnexpectedError = 1;

    /// <summary>The command line is wrong. Nothing was touched.</summary>
    public const int Usage = 2;

    /// <summary>The run is over; some items are failed, partial or quarantined, effects failed or in doubt, or records
    /// wait for a sink, and the summary names them. Of a drill: no promise was broken, but a round was inconclusive.</summary>
    public const int CompletedWithGaps = 3;

    /// <summary>A drill broke a promise, also one that was stopped after that; the table names it.</summary>
    public const int DrillFailed = 4;

    /// <summary>A signal asked for a stop; what was in flight is committed.</summary>
    public const int Stopped = 10;

    /// <summary>The site fails while the session lives.</summary>
    public const int SiteFailing = 11;

    /// <summary>The site cannot be reached at all.</summary>
    public const int SiteUnreachable = 12;

    /// <summary>Another process works on this ledger, or took this run over.</summary>
    public const int Locked = 13;

    /// <summary>The list could not be read to its end.</summary>
    public const int ListingIncomplete = 14;

    /// <summary>A second Ctrl+C ended the process at once. What was committed is safe; what was in flight is fetched again.</summary>
    public const int EndedAtOnce = 15;

    /// <summary>As many effects were begun in 24 hours as the action allows; the message says when it may go on.</summary>
    public const int BudgetUsedUp = 16;

    /// <summary>Another process has the browser's profile open; the message names it.</summary>
    public const int ProfileInUse = 17;

    /// <summary>Too many recoveries in too short a time.</summary>
    public const int SessionGivenUp = 20;

    /// <summary>The browser or its driver is not installed where it was looked for.</summary>
    public const int BrowserNotFound = 21;

    /// <summary>The disk is full, or nearly.</summary>
    public const int DiskFull = 22;

    /// <summary>The ledger is damaged, is not a ledger, or cannot be read or written.</summary>
    public const int LedgerUnusable = 23;

    /// <summary>The ledger was written by a newer version.</summary>
    public const int LedgerTooNew = 24;

    /// <summary>The ledger's rows contradict each other.</summary>
    public const int Mismatch = 25;

    /// <summary>A setting or a secret is missing or wrong.</summary>
    public const int BadConfiguration = 26;

    /// <summary>The site refused the login, or has refused so many that none is tried for a while; or a hook (login, who-am-I) threw an exception of its
    /// own. Neither is tried again.</summary>
    public const int LoginFailed = 27;

    /// <summary>The proxy on the way to the site wants a name and a password, or refuses those that it is given.</summary>
    public const int ProxyRefuses = 28;
}

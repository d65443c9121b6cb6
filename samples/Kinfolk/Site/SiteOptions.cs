namespace Kinfolk.Site;

/// <summary>How the member site runs.</summary>
public sealed class SiteOptions
{
    /// <summary>The port on 127.0.0.1; 0 (default) lets the system choose.</summary>
    public int Port { get; set; }

    /// <summary>Pages of the match list at the start. Default: 796.</summary>
    public int Pages { get; set; } = 796;

    /// <summary>Matches on a page. Default: 20.</summary>
    public int PerPage { get; set; } = 20;

    /// <summary>Conversations in the inbox at the start. Default: 60.</summary>
    public int Conversations { get; set; } = 60;

    /// <summary>Service delay of every page and API call, in milliseconds. Default: 0.</summary>
    public int DelayMs { get; set; }

    /// <summary>The only member, in ASCII because a header carries it. Default: <c>mary</c>.</summary>
    public string Username { get; set; } = "mary";

    /// <summary>The member's password. Default: <c>kin-pass-01</c>.</summary>
    public string Password { get; set; } = "kin-pass-01";

    /// <summary>Where the password is typed. Default: into the site's own form.</summary>
    public SignOn SignOn { get; set; }

    /// <summary>When a login's cookie is replaced by another, which ends the one before. Default: never.</summary>
    public LoginRenewal Renewal { get; set; }

    /// <summary>The login page redirects to itself for whoever sends the cookie of a login that has ended. Default: false.</summary>
    public bool LoopsOnStaleCookie { get; set; }

    /// <summary>The secret, in base32, of the one-time codes that the login form wants with the password. Default: none.</summary>
    public string? CodeSecret { get; set; }

    /// <summary>How long a one-time code counts, in seconds; it counts once. Default: 30.</summary>
    public int CodePeriod { get; set; } = 30;

    /// <summary>By how many seconds the site's clock is ahead, in its <c>Date</c> headers and for its codes. Default: 0.</summary>
    public int ClockAhead { get; set; }

    /// <summary>Cookies that a login sets beyond the usual three, 0 (default) to 60; the first has nearly 4 kB.</summary>
    public int Cookies { get; set; }

    /// <summary>Ids whose profile is always 403. Default: none.</summary>
    public IReadOnlyCollection<string> PrivateIds { get; set; } = [];

    /// <summary>A file that gets one JSON line for each finished request. Default: none.</summary>
    public string? LogFile { get; set; }

    /// <summary>Serves the control API under <c>/_control/</c>, without any login: for tests only. Default: false.</summary>
    public bool Control { get; set; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Pages);
        ArgumentOutOfRangeException.ThrowIfNegative(Conversations);
        ArgumentOutOfRangeException.ThrowIfNegative(DelayMs);
        ArgumentOutOfRangeException.ThrowIfLessThan(PerPage, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Cookies);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Cookies, LoginCookies.MaxExtra);
        ArgumentOutOfRangeException.ThrowIfLessThan(CodePeriod, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, ushort.MaxValue);
        if (Username.Length == 0 || !Username.All(c => c is > ' ' and <= '~'))
        {
            throw new ArgumentException("The member's name must be printable ASCII.", nameof(Username));
        }
    }
}

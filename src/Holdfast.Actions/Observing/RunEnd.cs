namespace Holdfast.Actions;

/// <summary>How a leg of a run ended.</summary>
public enum RunEnd
{
    /// <summary>Every item is whole.</summary>
    Completed,

    /// <summary>The run is over; some items failed, are partial, or were never shown by the list, or records wait for a sink.</summary>
    CompletedWithGaps,

    /// <summary>Stopped on request; starting again goes on.</summary>
    Stopped,

    /// <summary>The site fails while the session lives; starting again later goes on.</summary>
    SiteFailing,

    /// <summary>The site could not be reached at all, or was down for longer than recovery waits; starting again later goes on.</summary>
    SiteUnreachable,

    /// <summary>The list could not be read to its end; starting again goes on.</summary>
    ListingIncomplete,

    /// <summary>Restart intensity ended the session; someone must look.</summary>
    GaveUp,

    /// <summary>The machine lacks what a session needs, such as a browser; someone must install it.</summary>
    SetupMissing,

    /// <summary>The disk is full; someone must make room.</summary>
    DiskFull,

    /// <summary>A newer leg of the same run took over.</summary>
    Fenced,

    /// <summary>As many effects were begun in the last 24 hours as the action allows; starting again later goes on.</summary>
    BudgetUsedUp,

    /// <summary>A setting is wrong, or somebody else than before is logged in; someone must put it right. The reason says how.</summary>
    Misconfigured,

    /// <summary>The browser's profile is in use by another process; starting again later goes on.</summary>
    ProfileInUse,

    /// <summary>The proxy on the way to the site refuses the name and password that it is given, or was given none; someone must set them.</summary>
    ProxyRefuses,

    /// <summary>The site refused the login, or has refused so many that none is tried for a while; someone must look.</summary>
    LoginRefused,

    /// <summary>A hook (login, who-am-I) threw an exception of its own; someone must mend it.</summary>
    HookFailed,
}

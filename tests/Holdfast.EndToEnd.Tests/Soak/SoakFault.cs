namespace Holdfast.EndToEnd.Tests;

/// <summary>What a soak does to a gather, its session or its site.</summary>
public enum SoakFault
{
    /// <summary><c>kill -9</c> of the browser.</summary>
    KillBrowser,

    /// <summary><c>kill -9</c> of chromedriver.</summary>
    KillDriver,

    /// <summary><c>kill -9</c> of both at once.</summary>
    KillBoth,

    /// <summary>SIGTERM to the browser.</summary>
    TerminateBrowser,

    /// <summary>The last window is closed.</summary>
    CloseLastWindow,

    /// <summary>The tab in use is closed while another is left.</summary>
    CloseTab,

    /// <summary>The tab in use crashes.</summary>
    CrashTab,

    /// <summary><c>kill -9</c> of the processes behind the tabs.</summary>
    KillTab,

    /// <summary>The browser is stopped while the site is slow.</summary>
    StopBrowser,

    /// <summary>The driver is stopped while the site is slow.</summary>
    StopDriver,

    /// <summary>A script in the tab does not end while the site is slow.</summary>
    HangTab,

    /// <summary>The site forgets the login, and says so in one of its ways.</summary>
    ExpireLogin,

    /// <summary>The browser is killed while the site is down; the site comes back when recovery has asked for it.</summary>
    KillBrowserSiteDown,

    /// <summary>The site drops every connection for two seconds.</summary>
    SiteDown,

    /// <summary>The site answers a number of calls with 503.</summary>
    ServerErrors,

    /// <summary>The site answers a number of calls with 429.</summary>
    Throttle,

    /// <summary>The site takes a new CSRF token.</summary>
    RotateCsrf,

    /// <summary>The job is stopped for four seconds.</summary>
    PauseJob,

    /// <summary>SIGTERM to the job, and a new start.</summary>
    DrainJob,

    /// <summary><c>kill -9</c> of the job, and a new start.</summary>
    KillJob,
}

namespace Holdfast;

/// <summary>Ways to hurt a session on purpose.</summary>
public enum FaultKind
{
    /// <summary>The browser is killed (SIGKILL).</summary>
    KillBrowser,

    /// <summary>The browser is asked to end (SIGTERM).</summary>
    TerminateBrowser,

    /// <summary>The driver is killed (SIGKILL); the browser lives on without it.</summary>
    KillDriver,

    /// <summary>The last window is closed.</summary>
    CloseWindow,

    /// <summary>The tab in use is closed while another is left.</summary>
    CloseTab,

    /// <summary>The tab in use crashes.</summary>
    CrashTab,

    /// <summary>The browser is stopped (SIGSTOP) and does not answer any more.</summary>
    StopBrowser,

    /// <summary>The driver is stopped (SIGSTOP) and does not answer any more.</summary>
    StopDriver,

    /// <summary>The process behind the tab in use is stopped (SIGSTOP).</summary>
    StopTab,

    /// <summary>A script in the tab in use does not end.</summary>
    HangTab,

    /// <summary>The site forgets the login: the adapter's log-out hook is run. Nothing in the browser tells; the site's next answer does.</summary>
    ExpireLogin,

    /// <summary>The connections between this program and the driver are cut, once. The driver lives and can be reached again, so this is no
    /// death: a command in flight fails by itself, and the session goes on.</summary>
    CutDriver,

    /// <summary>The disk that holds the browser's profile is full. A running browser goes on without it, so this is no death.</summary>
    FillDisk,

    /// <summary>The tab in use needs more memory than it can have.</summary>
    TakeMemory,
}

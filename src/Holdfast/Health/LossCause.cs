namespace Holdfast;

/// <summary>Why a session was lost. One value for each generation, frozen 200 ms after the first evidence.</summary>
/// <remarks>
/// The holder of a session is not the browser's parent process, so the signal that ended it cannot be known: SIGKILL and SIGTERM are
/// both <see cref="BrowserExited"/>.
/// </remarks>
public enum LossCause
{
    /// <summary>The browser process is gone, whoever ended it.</summary>
    BrowserExited,

    /// <summary>The driver process between us and the browser is gone.</summary>
    DriverExited,

    /// <summary>The last window was closed, by a script, a user or the site.</summary>
    WindowClosed,

    /// <summary>The tab in use crashed or was closed, while the browser lives.</summary>
    TabLost,

    /// <summary>Browser and driver live, but the site takes us for a visitor.</summary>
    LoggedOut,

    /// <summary>A process is alive but does not answer.</summary>
    Unresponsive,

    /// <summary>This program closed the session itself.</summary>
    ClosedByUs,
}

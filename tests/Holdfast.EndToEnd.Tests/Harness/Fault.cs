namespace Holdfast.EndToEnd.Tests;

/// <summary>What is done to a job's browser.</summary>
public enum Fault
{
    /// <summary><c>kill -9</c> of the browser.</summary>
    KillBrowser,

    /// <summary><c>kill -9</c> of chromedriver.</summary>
    KillDriver,

    /// <summary>SIGTERM to the browser.</summary>
    TerminateBrowser,

    /// <summary>The last window is closed.</summary>
    CloseLastWindow,
}

using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>Tells what the driver threw from what a hook threw of its own. Pure.</summary>
internal static class DriverFault
{
    // The name that the runtime gives as the source of what is thrown there.
    private static readonly string? s_selenium = typeof(WebDriverException).Assembly.GetName().Name;

    /// <summary>True for Selenium's own exceptions, for ours about DevTools, and for what else is thrown inside Selenium: it takes an empty answer of a
    /// dying browser for a value. An argument that it refuses is the hook's.</summary>
    public static bool Is(Exception exception) =>
        exception is WebDriverException or DevToolsException
        || (exception is not ArgumentException && exception.Source == s_selenium);
}

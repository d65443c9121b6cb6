using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>Tells what the driver threw from what a hook threw of its own. Pure.</summary>
internal static class DriverFault
{
    /// <summary>True for Selenium's own exceptions, for ours about DevTools, and for what else is thrown inside Selenium: it takes an empty answer of a
    /// dying browser for a value. An argument that it refuses is the hook's.</summary>
    public static bool Is(Exception exception) =>
        exception is WebDriverException or DevToolsException
        || exception is { Source: "WebDriver" or "WebDriver.Support" } and not ArgumentException;
}

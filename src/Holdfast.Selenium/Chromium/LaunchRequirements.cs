using System.Globalization;
using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>What a launch needs of the machine, checked before anything is started.</summary>
internal static class LaunchRequirements
{
    // A fresh profile takes some 2 MiB at once. Without room for it Chromium does not say so: the launch hangs, or the driver "failed to write
    // prefs file".
    private const long Room = 8L << 20;

    /// <summary>Looks for a display, at the way to the driver, at the profile, and at the room on its disk.</summary>
    /// <param name="options">How it is launched.</param>
    /// <param name="again">True for a recovery: there was room before.</param>
    /// <exception cref="SessionSetupException">Something is missing: trying again would not help.</exception>
    /// <exception cref="WebDriverException">The disk became full, and may have room again at the next attempt.</exception>
    public static void Check(ChromiumOptions options, bool again)
    {
        if (!options.Headless && OperatingSystem.IsLinux() && DisplayCheck.Problem(Environment.GetEnvironmentVariable) is { } noDisplay)
        {
            throw new SessionSetupException(noDisplay);
        }

        if (LoopbackCheck.Problem() is { } noLoopback)
        {
            throw new SessionSetupException(noLoopback);
        }

        if (options.ProfileFolder is { } profile && File.Exists(profile))
        {
            throw new SessionSetupException($"The browser's profile must be a folder, and '{profile}' is a file. Name another.");
        }

        string folder = Path.GetFullPath(options.ProfileFolder ?? options.WorkFolder ?? SessionRegistry.DefaultFolder);
        if (FreeSpace.At(folder) is { } free && free < Room)
        {
            string full = string.Create(
                CultureInfo.InvariantCulture,
                $"The disk that holds the browser's profile, '{folder}', is full: {free >> 10} KiB are free, and a browser needs {Room >> 20} MiB "
                + $"to start. Free some space there, or name another folder.");
            throw again ? new WebDriverException(full) : new SessionSetupException(full);
        }
    }

    /// <summary>The proxy that the browser is to take; null for none.</summary>
    /// <exception cref="SessionSetupException">It cannot take it.</exception>
    public static BrowserProxy? FindProxy(IEnumerable<string> arguments) =>
        BrowserProxy.For(arguments) is not { } proxy ? null
        : proxy.Refusal is { } refusal ? throw new SessionSetupException(refusal) { Fault = SessionSetupFault.ProxyRefuses }
        : proxy;

    /// <summary>Takes the kept profile; null for a fresh one.</summary>
    /// <param name="profile">Its folder.</param>
    /// <param name="again">True for a recovery: the job had it before, and what still holds it may be on its way out.</param>
    /// <exception cref="SessionSetupException">Somebody else holds it, or the folder cannot be written.</exception>
    /// <exception cref="WebDriverException">The same, in a recovery.</exception>
    public static ProfileLock? TakeProfile(string? profile, bool again)
    {
        try
        {
            return profile is null ? null : ProfileLock.Take(profile);
        }
        catch (SessionSetupException exception) when (again)
        {
            throw new WebDriverException(exception.Message, exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new SessionSetupException($"The browser's profile '{profile}' cannot be written: {exception.Message} Name another.", exception);
        }
    }

    /// <summary>Begins the session's record.</summary>
    /// <exception cref="SessionSetupException">The folder cannot be used.</exception>
    public static SessionRecord Begin(SessionRegistry registry, string? profile, string driver, string browser)
    {
        try
        {
            return registry.Begin(profile, Resolve(driver), Resolve(browser));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new SessionSetupException(
                $"The folder of browser sessions cannot be used: {exception.Message} Set XDG_DATA_HOME, or ChromiumOptions.WorkFolder, to one of your own.",
                exception);
        }
    }

    private static string Resolve(string program)
    {
        try
        {
            return File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(program);
        }
        catch (IOException)
        {
            // A link that leads round in a circle: the launch says so.
            return program;
        }
    }
}

namespace Holdfast.Selenium;

/// <summary>What a launch needs of the machine, checked before anything is started: trying again would not help.</summary>
internal static class LaunchRequirements
{
    /// <summary>Looks for a display and at the profile.</summary>
    /// <exception cref="SessionSetupException">Something is missing.</exception>
    public static void Check(ChromiumOptions options)
    {
        if (!options.Headless && OperatingSystem.IsLinux() && !IsSet("DISPLAY") && !IsSet("WAYLAND_DISPLAY"))
        {
            throw new SessionSetupException(
                "A browser with a window needs a display, and neither DISPLAY nor WAYLAND_DISPLAY is set. Run it headless, or under xvfb-run.");
        }

        if (options.ProfileFolder is { } profile && File.Exists(profile))
        {
            throw new SessionSetupException($"The browser's profile must be a folder, and '{profile}' is a file. Name another.");
        }
    }

    /// <summary>Begins the session's record.</summary>
    /// <exception cref="SessionSetupException">The folder cannot be written.</exception>
    public static SessionRecord Begin(SessionRegistry registry, string? profile)
    {
        try
        {
            return registry.Begin(profile);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new SessionSetupException(
                $"The folder of browser sessions cannot be written: {exception.Message} Set XDG_DATA_HOME, or ChromiumOptions.WorkFolder, to one that can.",
                exception);
        }
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}

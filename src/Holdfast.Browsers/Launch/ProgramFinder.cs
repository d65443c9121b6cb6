namespace Holdfast.Browsers;

/// <summary>Finds browser and driver. Nothing is ever downloaded: Selenium's manager does not run when both paths are given.</summary>
internal static class ProgramFinder
{
    private static readonly string[] s_browserNames = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

    private static readonly string[] s_browserPlaces =
    [
        "/usr/lib/chromium/chromium",
        "/snap/bin/chromium",
        "/opt/google/chrome/chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    ];

    private static readonly string[] s_driverPlaces =
    [
        "/usr/lib/chromium/chromedriver",
        "/usr/lib/chromium-browser/chromedriver",
        "/snap/bin/chromium.chromedriver",
        "/opt/homebrew/bin/chromedriver",
    ];

    /// <summary>The browser: the given path, else <c>HOLDFAST_CHROMIUM</c>, else <c>PATH</c> and the usual places.</summary>
    /// <exception cref="BrowserNotFoundException">It is nowhere, or not where it was said to be.</exception>
    public static string FindBrowser(string? given) => Find(
        "Chromium", given, "HOLDFAST_CHROMIUM", s_browserNames, s_browserPlaces,
        "Install it (Debian: apt-get install chromium), or set ChromiumOptions.BrowserPath or HOLDFAST_CHROMIUM.");

    /// <summary>The driver: the given path, else <c>HOLDFAST_CHROMEDRIVER</c>, else <c>PATH</c> and the usual places.</summary>
    /// <exception cref="BrowserNotFoundException">It is nowhere, or not where it was said to be.</exception>
    public static string FindDriver(string? given) => Find(
        "chromedriver", given, "HOLDFAST_CHROMEDRIVER", ["chromedriver"], s_driverPlaces,
        "Install the version of your browser (Debian: apt-get install chromium-driver), or set ChromiumOptions.DriverPath or HOLDFAST_CHROMEDRIVER.");

    private static string Find(
        string program, string? given, string variable, string[] names, string[] places, string advice)
    {
        // What the user named is taken or refused, never replaced by something else that happens to be there.
        string? named = given ?? Environment.GetEnvironmentVariable(variable);
        IReadOnlyList<string> candidates = string.IsNullOrEmpty(named) ? [.. OnPath(names), .. places] : [Path.GetFullPath(named)];
        return candidates.FirstOrDefault(File.Exists) ?? throw new BrowserNotFoundException(program, candidates, advice);
    }

    private static IEnumerable<string> OnPath(string[] names)
    {
        string suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + suffix)));
    }
}

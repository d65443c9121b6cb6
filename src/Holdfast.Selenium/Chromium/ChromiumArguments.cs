using OpenQA.Selenium.Chrome;

namespace Holdfast.Selenium;

/// <summary>Makes Selenium's options from ours.</summary>
internal static class ChromiumArguments
{
    // What a job does not need, and what would otherwise talk to the network or wake up on its own.
    private static readonly string[] Always =
    [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    /// <summary>The options for one launch.</summary>
    public static ChromeOptions Build(ChromiumOptions options, string browser, SessionRecord record)
    {
        ChromeOptions chrome = new() { BinaryLocation = browser };
        chrome.AddArguments(Always);
        chrome.AddArgument("--user-data-dir=" + record.Profile);
        chrome.AddArgument(SessionProcesses.MarkPrefix + record.Mark);
        if (options.Headless)
        {
            chrome.AddArgument("--headless=new");
        }

        if (options.NoSandbox ?? (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess))
        {
            chrome.AddArgument("--no-sandbox");
        }

        chrome.AddArguments(options.Arguments);
        return chrome;
    }
}

using OpenQA.Selenium.Chrome;

namespace Holdfast.Selenium;

/// <summary>Makes Selenium's options from ours.</summary>
internal static class ChromiumArguments
{
    // What a job does not need, and what would otherwise talk to the network or wake up on its own.
    private static readonly string[] s_always =
    [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    // https://www.w3.org/TR/webdriver2/#dfn-timeouts-configuration
    private static readonly TimeSpan s_pageLoadDefault = TimeSpan.FromMinutes(5);

    /// <summary>The options for one launch.</summary>
    public static ChromeOptions Build(ChromiumOptions options, string browser, SessionRecord record, BrowserProxy? proxy = null)
    {
        ChromeOptions chrome = Build(options.Headless, options.CommandTimeout);
        chrome.BinaryLocation = browser;
        chrome.AddArgument("--user-data-dir=" + record.Profile);
        chrome.AddArgument(SessionProcesses.MarkPrefix + record.Mark);
        if (options.NoSandbox ?? (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess))
        {
            chrome.AddArgument("--no-sandbox");
        }

        chrome.AddArguments(proxy?.Arguments ?? []);
        chrome.AddArguments(options.Arguments);
        return chrome;
    }

    /// <summary>The options for a browser that a hub launches.</summary>
    public static ChromeOptions Build(RemoteOptions options)
    {
        ChromeOptions chrome = Build(options.Headless, options.CommandTimeout);
        chrome.AddArguments(options.Arguments);
        chrome.UseWebSocketUrl = options.UseBiDi ? true : null;
        options.Capabilities?.Invoke(chrome);
        return chrome;
    }

    private static ChromeOptions Build(bool headless, TimeSpan commandTimeout)
    {
        // The driver gives up a slow page before its client gives up the driver; else every later command would wait until the page is there.
        TimeSpan pageLoad = commandTimeout * 0.9;
        ChromeOptions chrome = new() { PageLoadTimeout = pageLoad < s_pageLoadDefault ? pageLoad : s_pageLoadDefault };
        chrome.AddArguments(s_always);
        if (headless)
        {
            chrome.AddArgument("--headless=new");
        }

        return chrome;
    }
}

using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>What hangs is told from what only waits.</summary>
[Trait("Category", "Browser")]
public sealed class HangTests(ITestOutputHelper output)
{
    // What must be silent is not waited for long; what must answer may be slow on a busy machine.
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Probe_EndlessScript_NamesTheTab_AndANewTabFreesTheCommand()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        Task script = await browser.StartAsync(driver => ((IJavaScriptExecutor)driver).ExecuteScript("for (;;);"));
        ProbeResult busy = await ProbeUntilAsync(browser, s_short, probe => probe.Stuck == SessionLayer.Tab);
        Assert.False(busy.IsStopped);
        Assert.True(browser.Session.CommandAge > TimeSpan.Zero);

        await AssertNewTabAsync(browser);

        await Task.WhenAny(script).WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.Null(browser.Session.CommandAge);
    }

    [Fact]
    public async Task Probe_StoppedRenderer_NamesTheTab_AndANewTabFreesTheCommand()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        await ProbeUntilAsync(browser, s_long, probe => probe.Detail.Contains("tab: answered", StringComparison.Ordinal));
        await browser.Session.Faults.InjectAsync(FaultKind.StopTab, Token);
        Task command = await browser.StartAsync(driver => _ = driver.Title);
        ProbeResult stopped = await ProbeUntilAsync(browser, s_short, probe => probe.IsStopped);
        output.WriteLine(stopped.Detail);
        Assert.Equal(SessionLayer.Tab, stopped.Stuck);

        await AssertNewTabAsync(browser);

        await Task.WhenAny(command).WaitAsync(TimeSpan.FromSeconds(10), Token);
    }

    [Fact]
    public async Task Probe_SlowPage_IsNoHang()
    {
        await using SilentSite site = new();
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        await browser.RunAsync(driver => driver.Url = "data:text/html,<title>before</title>");
        Task load = await browser.StartAsync(driver => driver.Url = site.Url);

        // Until the browser has begun to wait, its tab still answers.
        for (int look = 0; look < 100; look++)
        {
            ProbeResult probe = await ProbeAsync(browser);
            Assert.True(probe.Alive, probe.Detail);
            if (probe.Detail.Contains("tab: waits for a page", StringComparison.Ordinal))
            {
                Assert.False(load.IsCompleted);
                Assert.Empty(browser.Evidence.All);
                return;
            }
        }

        Assert.Fail("The tab never waited.");
    }

    /// <summary>Selenium's client gives up a command; the driver does not, and takes no other meanwhile.</summary>
    [Fact]
    public async Task Probe_CommandThatWasGivenUp_NamesTheDriverOnceItHoldsUpTheNext()
    {
        await using SilentSite site = new();
        await using TestBrowser browser = await TestBrowser.LaunchAsync(options => options.CommandTimeout = TimeSpan.FromSeconds(20));
        await browser.RunAsync(driver => driver.Manage().Timeouts().PageLoad = TimeSpan.FromMinutes(5));
        await Assert.ThrowsAsync<WebDriverException>(() => browser.RunAsync(driver => driver.Url = site.Url));

        ProbeResult held = await ProbeUntilAsync(
            browser, s_short, probe => probe.Detail.Contains("is at POST /url, which was given up", StringComparison.Ordinal));

        output.WriteLine(held.Detail);
        Assert.Equal(SessionLayer.Driver, held.Stuck);
        Assert.False(await browser.Session.TryReuseAsync(LossCause.Unresponsive, Token));
    }

    [Fact]
    public async Task Command_PageThatDoesNotCome_IsGivenUpByTheDriverBeforeItsClientGivesUpTheDriver()
    {
        await using SilentSite site = new();
        await using TestBrowser browser = await TestBrowser.LaunchAsync(options => options.CommandTimeout = TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<WebDriverTimeoutException>(() => browser.RunAsync(driver => driver.Url = site.Url));

        // Nothing holds up the next command.
        await browser.RunAsync(driver => _ = driver.Title);
        ProbeResult probe = await ProbeAsync(browser);
        Assert.True(probe.Alive, probe.Detail);
    }

    [Fact]
    public async Task Probe_OpenDialog_IsNoHang()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();

        // A dialog is told to whoever watches the tab when it opens: on a busy machine the first command may come before.
        ProbeResult watched = await ProbeUntilAsync(browser, s_long, static probe => probe.Detail.Contains("tab: answered", StringComparison.Ordinal));
        Assert.Contains("tab: answered", watched.Detail, StringComparison.Ordinal);
        await browser.RunAsync(driver =>
        {
            ((IJavaScriptExecutor)driver).ExecuteScript("setTimeout(() => alert(1), 0)");
            long started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10))
            {
                try
                {
                    _ = driver.SwitchTo().Alert();
                    return;
                }
                catch (NoAlertPresentException)
                {
                    // Not shown yet.
                }
            }
        });
        ProbeResult shown = await ProbeAsync(browser);
        Assert.True(shown.Alive, shown.Detail);
        Assert.Contains("tab: shows a dialog", shown.Detail, StringComparison.Ordinal);

        await browser.RunAsync(driver => driver.SwitchTo().Alert().Accept());

        ProbeResult closed = await ProbeAsync(browser);
        Assert.Contains("tab: answered", closed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_AnotherTabInUse_AsksThatOne()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        string first = "";
        await browser.RunAsync(driver =>
        {
            first = driver.CurrentWindowHandle;
            driver.SwitchTo().NewWindow(WindowType.Tab);
        });
        await HangAsync(browser, first);

        for (int look = 0; look < 3; look++)
        {
            ProbeResult probe = await ProbeAsync(browser);
            Assert.True(probe.Alive, probe.Detail);
        }
    }

    /// <summary>Gives a tab a script that does not end, past the driver; returns when it runs.</summary>
    private static async Task HangAsync(TestBrowser browser, string tab)
    {
        DevToolsSocket socket = browser.Session.Launched.Watch.Browser;
        JsonElement attached = await socket.CallAsync(
            "Target.attachToTarget", new JsonObject { ["targetId"] = tab, ["flatten"] = true }, Token);
        string session = attached.GetProperty("sessionId").GetString()!;
        await EvaluateAsync("setTimeout(() => { for (;;); }, 0)", Token);
        using CancellationTokenSource deadline = new(s_short);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EvaluateAsync("1", deadline.Token));

        Task<JsonElement> EvaluateAsync(string script, CancellationToken token) =>
            socket.CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = script }, token, session);
    }

    private static async Task<ProbeResult> ProbeAsync(TestBrowser browser, TimeSpan? patience = null)
    {
        using CancellationTokenSource deadline = new(patience ?? s_long);
        return await browser.Session.ProbeAsync(deadline.Token);
    }

    /// <summary>A fault needs a moment to take hold, and a new browser one to load its first page.</summary>
    private static async Task<ProbeResult> ProbeUntilAsync(TestBrowser browser, TimeSpan patience, Func<ProbeResult, bool> match)
    {
        ProbeResult probe = await ProbeAsync(browser, patience);
        long started = Stopwatch.GetTimestamp();
        while (!match(probe) && Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
            probe = await ProbeAsync(browser, patience);
        }

        return match(probe) ? probe : throw new TimeoutException($"The last probe: {probe.Detail}");
    }

    private async Task AssertNewTabAsync(TestBrowser browser)
    {
        long started = Stopwatch.GetTimestamp();
        Assert.True(await browser.Session.TryReuseAsync(LossCause.Unresponsive, Token));
        output.WriteLine($"new tab: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        await browser.RunAsync(driver =>
        {
            driver.Url = "data:text/html,<title>again</title>";
            Assert.Equal("again", driver.Title);
            _ = Assert.Single(driver.WindowHandles);
        });
        Assert.True((await ProbeAsync(browser)).Alive);
        Assert.Empty(browser.Evidence.All);
    }
}

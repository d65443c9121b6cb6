using System.Diagnostics;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>What hangs is told from what only waits.</summary>
[Trait("Category", "Browser")]
public sealed class HangTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(700);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Probe_EndlessScript_NamesTheTab_AndANewTabFreesTheCommand()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        Task script = await browser.StartAsync(driver => ((IJavaScriptExecutor)driver).ExecuteScript("for (;;);"));
        ProbeResult busy = await ProbeUntilAsync(browser, Silent);
        Assert.Equal((SessionLayer.Tab, false), (busy.Stuck, busy.IsStopped));
        Assert.True(browser.Session.CommandAge > TimeSpan.Zero);

        await AssertNewTabAsync(browser);

        await Task.WhenAny(script).WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.Null(browser.Session.CommandAge);
    }

    [Fact]
    public async Task Probe_StoppedRenderer_NamesTheTab_AndANewTabFreesTheCommand()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        await ProbeUntilAsync(browser, probe => probe.Detail.Contains("tab: answered", StringComparison.Ordinal));
        await browser.Session.Faults.InjectAsync(FaultKind.StopTab, Token);
        Task command = await browser.StartAsync(driver => _ = driver.Title);
        ProbeResult stopped = await ProbeUntilAsync(browser, Silent);
        output.WriteLine(stopped.Detail);
        Assert.Equal((SessionLayer.Tab, true), (stopped.Stuck, stopped.IsStopped));

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

    [Fact]
    public async Task Probe_OpenDialog_IsNoHang()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
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
        await browser.RunAsync(driver =>
        {
            // The first tab hangs as soon as the second is in use.
            ((IJavaScriptExecutor)driver).ExecuteScript("setTimeout(() => { for (;;); }, 500)");
            driver.SwitchTo().NewWindow(WindowType.Tab);
        });
        for (int look = 0; look < 3; look++)
        {
            ProbeResult probe = await ProbeAsync(browser);
            Assert.True(probe.Alive, probe.Detail);
            await Task.Delay(Deadline, TimeProvider.System, Token);
        }
    }

    private static async Task<ProbeResult> ProbeAsync(TestBrowser browser)
    {
        using CancellationTokenSource deadline = new(Deadline);
        return await browser.Session.ProbeAsync(deadline.Token);
    }

    private static bool Silent(ProbeResult probe) => !probe.Alive;

    /// <summary>A fault needs a moment to take hold, and a new browser one to load its first page.</summary>
    private static async Task<ProbeResult> ProbeUntilAsync(TestBrowser browser, Func<ProbeResult, bool> match)
    {
        ProbeResult probe = await ProbeAsync(browser);
        for (int look = 0; look < 1000 && !match(probe); look++)
        {
            probe = await ProbeAsync(browser);
        }

        return match(probe) ? probe : throw new TimeoutException($"The last of 1000 probes: {probe.Detail}");
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

using System.Diagnostics;
using System.Text.Json.Nodes;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

[Trait("Category", "Browser")]
public sealed class ChromiumSessionTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Probe_WithACommandInFlight_AnswersAtOnce()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        _ = await browser.Session.ProbeAsync(Token);
        Task script = await browser.StartLongScriptAsync();
        long started = Stopwatch.GetTimestamp();
        ProbeResult probe = await browser.Session.ProbeAsync(Token);
        output.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalMilliseconds:0.0} ms {probe}");
        Assert.True(probe.Alive);
        Assert.False(script.IsCompleted);
        await browser.EndAsync();
        _ = await Assert.ThrowsAnyAsync<Exception>(() => script);
        Assert.Empty(browser.Evidence.All);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Probe_StoppedProcess_NamesTheLayer(bool browserStopped)
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        int pid = browserStopped ? browser.BrowserPid : browser.DriverPid;
        browser.Kill(pid, NativeMethods.SigStop);
        using CancellationTokenSource deadline = new(TimeSpan.FromMilliseconds(500));
        ProbeResult probe = await browser.Session.ProbeAsync(deadline.Token);
        Assert.False(probe.Alive);
        Assert.Contains((browserStopped ? "browser" : "driver") + ": no answer", probe.Detail, StringComparison.Ordinal);
        Assert.Contains((browserStopped ? "driver" : "browser") + ": answered", probe.Detail, StringComparison.Ordinal);
        Assert.Empty(browser.Evidence.All);

        // What was merely late may come back.
        browser.Kill(pid, NativeMethods.SigCont);
        Assert.True((await browser.Session.ProbeAsync(Token)).Alive);
        browser.Kill(pid, NativeMethods.SigStop);
        TimeSpan end = await browser.EndAsync();
        output.WriteLine($"end of a stopped session: {end.TotalMilliseconds:0} ms");
        Assert.Empty(browser.Evidence.All);
    }

    [Fact]
    public async Task TryReuse_FreeBusyAndDead_SaysSo()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        bool free = false;
        for (int attempt = 0; !free && attempt < 20; attempt++)
        {
            // On a loaded machine even a free browser may need more than its 500 ms.
            free = await browser.Session.TryReuseAsync(LossCause.LoggedOut, Token);
        }

        Assert.True(free);
        Task script = await browser.StartLongScriptAsync();
        long started = Stopwatch.GetTimestamp();
        Assert.False(await browser.Session.TryReuseAsync(LossCause.LoggedOut, Token));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 400, 1500);
        browser.Kill(browser.BrowserPid, NativeMethods.SigKill);
        _ = await browser.Evidence.NextAsync();
        Assert.False(await browser.Session.TryReuseAsync(LossCause.LoggedOut, Token));
        _ = await Assert.ThrowsAnyAsync<WebDriverException>(() => script);
    }

    [Fact]
    public async Task TryReuse_TabCrashed_OpensANewOne()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        Exception crash = await Assert.ThrowsAnyAsync<WebDriverException>(() => browser.RunAsync(driver => driver.Url = "chrome://crash"));
        Assert.Equal(LossCause.TabLost, (await browser.Evidence.NextAsync()).Evidence.Cause);
        Assert.Equal((VerdictKind.Dead, LossCause.TabLost), KindAndCause(browser.Session.Classify(crash)));
        Assert.True(await browser.Session.TryReuseAsync(LossCause.TabLost, Token));
        await browser.RunAsync(driver =>
        {
            driver.Url = "data:text/html,<title>again</title>";
            Assert.Equal("again", driver.Title);
            _ = Assert.Single(driver.WindowHandles);
        });
        _ = Assert.Single(browser.Evidence.All);
    }

    [Fact]
    public async Task OtherTab_ClosedOrCrashed_IsNoLoss()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        string first = browser.Session.Launched.Watch.Tabs.InUse!;
        await browser.RunAsync(driver => driver.SwitchTo().NewWindow(WindowType.Tab));
        Assert.NotEqual(first, browser.Session.Launched.Watch.Tabs.InUse);
        DevToolsSocket socket = browser.Session.Launched.Watch.Browser;
        string session = (await socket.CallAsync("Target.attachToTarget", new JsonObject { ["targetId"] = first, ["flatten"] = true }, Token))
            .GetProperty("sessionId").GetString()!;
        _ = socket.CallAsync("Page.crash", null, Token, session).ContinueWith(task => _ = task.Exception, TaskScheduler.Default);
        long started = Stopwatch.GetTimestamp();
        bool crashed = false;
        while (!crashed && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10))
        {
            await socket.CallAsync("Browser.getVersion", null, Token);
            crashed = browser.Session.Launched.Watch.Tabs.HasCrashed(first);
        }

        Assert.True(crashed);
        await browser.RunAsync(driver =>
        {
            driver.SwitchTo().NewWindow(WindowType.Tab);
            driver.Close();
            driver.SwitchTo().Window(driver.WindowHandles.First(handle => handle != first));
            Assert.NotNull(driver.Title);
        });
        Assert.Empty(browser.Evidence.All);
    }

    [Fact]
    public async Task Confirm_TabInUseClosedOrTabNeverThere_TellsThemApart()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();

        // A name is looked for in the page: while the first page of a tab is still opening, the driver says "aborted by navigation".
        await browser.RunAsync(driver => driver.Url = "data:text/html,<title>page</title>");
        Exception bogus = await Assert.ThrowsAnyAsync<WebDriverException>(() => browser.RunAsync(driver => driver.SwitchTo().Window("bogus")));
        Verdict suspicion = browser.Session.Classify(bogus);
        Assert.Equal((VerdictKind.Suspected, LossCause.TabLost), KindAndCause(suspicion));
        Assert.Equal(VerdictKind.CallerFault, (await browser.Session.ConfirmAsync(suspicion, Token)).Kind);

        string first = browser.Session.Launched.Watch.Tabs.InUse!;
        await browser.RunAsync(driver =>
        {
            driver.SwitchTo().NewWindow(WindowType.Tab);
            driver.SwitchTo().Window(first);
        });
        await browser.Session.Launched.Watch.Browser.CallAsync("Target.closeTarget", new JsonObject { ["targetId"] = first }, Token);
        Exception gone = await Assert.ThrowsAnyAsync<WebDriverException>(() => browser.RunAsync(driver =>
        {
            _ = driver.Title;
            _ = driver.Title;
        }));
        Verdict verdict = await browser.Session.ConfirmAsync(browser.Session.Classify(gone), Token);
        Assert.Equal((VerdictKind.Dead, LossCause.TabLost), KindAndCause(verdict));
        Assert.Equal(LossCause.TabLost, Assert.Single(browser.Evidence.All).Evidence.Cause);
    }

    [Fact]
    public async Task Confirm_BrowserDies_NamesIt()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        Verdict suspicion = browser.Session.Classify(new UnsupportedOperationException("target frame detached: received Inspector.detached event"));
        using CancellationTokenSource deadline = new(TimeSpan.FromMilliseconds(200));
        Task<Verdict> confirm = browser.Session.ConfirmAsync(suspicion, deadline.Token);
        browser.Kill(browser.BrowserPid, NativeMethods.SigKill);
        Assert.Equal((VerdictKind.Dead, LossCause.BrowserExited), KindAndCause(await confirm));
    }

    [Fact]
    public async Task Quit_ByTheJobItself_IsClosedByUs()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        await browser.RunAsync(driver => driver.Quit());
        Assert.Equal(LossCause.ClosedByUs, browser.Evidence.Cause());
        Exception disposed = await Assert.ThrowsAnyAsync<Exception>(() => browser.RunAsync(driver => _ = driver.Title));
        Assert.Equal((VerdictKind.Dead, LossCause.ClosedByUs), KindAndCause(browser.Session.Classify(disposed)));
    }

    [Fact]
    public async Task End_Twice_IsOneEndAndReportsNothing()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        Task queued = Task.CompletedTask;
        Task script = await browser.StartLongScriptAsync();
        queued = browser.RunAsync(driver => _ = driver.Title);
        Task first = browser.Session.EndAsync(CancellationToken.None);
        Assert.Same(first, browser.Session.EndAsync(CancellationToken.None));
        await first;
        _ = await Assert.ThrowsAnyAsync<Exception>(() => script.WaitAsync(TimeSpan.FromSeconds(5), Token));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => browser.RunAsync(driver => _ = driver.Title));
        Assert.Empty(browser.Evidence.All);
    }

    [Fact]
    public async Task LogIn_Hook_RunsOnTheDriversThread()
    {
        int hook = 0;
        await using TestBrowser browser = await TestBrowser.LaunchAsync(options => options.LogIn = async (driver, login) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, login.CancellationToken);
            driver.Url = "data:text/html,<title>in</title>";
            hook = Environment.CurrentManagedThreadId;
        });
        await browser.Session.LogInAsync(new LoginContext(static () => TimeSpan.Zero, hold: null, TimeProvider.System, Token));
        Assert.Equal(hook, await browser.Session.InvokeAsync((_, _) => Task.FromResult(Environment.CurrentManagedThreadId), Token));
        await browser.Session.CanaryAsync(Token);
    }

    private static (VerdictKind Kind, LossCause? Cause) KindAndCause(Verdict verdict) => (verdict.Kind, verdict.Cause);
}

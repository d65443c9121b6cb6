using System.Diagnostics;
using Kinfolk.Site;
using OpenQA.Selenium;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The session dies under a Selenium command that would run for half a minute.</summary>
[Trait("Category", "Browser")]
public sealed class CommandInFlightTests(ITestOutputHelper output)
{
    // Far above what is measured (see benchmarks), far below the script and the 60 s command time-out.
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(10);

    private const string LongScript = "const end = Date.now() + 30000; while (Date.now() < end) { } return 'done';";

    [Theory]
    [InlineData(Fault.KillBrowser)]
    [InlineData(Fault.KillDriver)]
    [InlineData(Fault.TerminateBrowser)]
    [InlineData(Fault.CloseLastWindow)]
    public async Task UseAsync_SessionDiesUnderAScript_CallerIsToldAtOnce(Fault fault)
    {
        await using MemberSite site = await LocalSite.StartAsync(pages: 2);
        await using Rig rig = new(site.Url);
        SessionLease<IWebDriver> lease = await rig.Sessions.LeaseAsync();
        Task<string> script = RunScriptAsync(lease, out Task begun);
        await begun.WaitAsync(Job.Deadline);
        Assert.Equal(1, rig.Sessions.Health.OperationsInFlight);

        RunningBrowser browser = rig.Browser();
        long struck = Stopwatch.GetTimestamp();
        await fault.CarryOutAsync(browser);
        SessionLostException lost = await Assert.ThrowsAsync<SessionLostException>(() => script.WaitAsync(s_bound));
        output.WriteLine($"{fault}: the caller was told after {Stopwatch.GetElapsedTime(struck).TotalMilliseconds:F1} ms");

        Assert.Equal(1, lost.Generation);
        SessionLease<IWebDriver> next = await rig.Sessions.LeaseAsync();
        Assert.Equal(2, next.Generation);
        Assert.Equal(fault.Cause(), Assert.Single(await rig.CloseAsync()).Cause);
        Assert.Empty(rig.Folder.Processes());
    }

    [Fact]
    public async Task ConfirmLogin_ExpiredWhileAScriptBlocksTheBrowser_NewBrowserLogsIn()
    {
        await using MemberSite site = await LocalSite.StartAsync(pages: 2);
        using SiteControlClient control = new(site.Url);
        await using Rig rig = new(site.Url);
        SessionLease<IWebDriver> lease = await rig.Sessions.LeaseAsync();
        Task<string> script = RunScriptAsync(lease, out Task begun);
        await begun.WaitAsync(Job.Deadline);
        RunningBrowser before = rig.Browser();

        await control.ExpireSessionsAsync();
        using LeasedHttp http = rig.Http.ForLease(lease);
        await Assert.ThrowsAsync<SessionLostException>(
            () => http.RunAsync((client, token) => client.GetStringAsync("/api/matches?page=1", token)));
        await Assert.ThrowsAsync<SessionLostException>(() => script.WaitAsync(s_bound));

        SessionLease<IWebDriver> next = await rig.Sessions.LeaseAsync();
        using (LeasedHttp again = rig.Http.ForLease(next))
        {
            Assert.NotEmpty(await again.RunAsync((client, token) => client.GetStringAsync("/api/matches?page=1", token)));
        }

        Assert.NotEqual(before.Browser, rig.Browser().Browser);
        Incident incident = Assert.Single(await rig.CloseAsync());
        Assert.Equal(LossCause.LoggedOut, incident.Cause);
        Assert.Contains(incident.Steps, step => step is { Name: "reuse", Outcome: not "ok" });
        Assert.Contains(incident.Steps, step => step is { Name: "launch", Outcome: "ok" });
        Assert.Equal(2, (await control.CountsAsync()).LoginsOk);
    }

    private static Task<string> RunScriptAsync(SessionLease<IWebDriver> lease, out Task begun)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        begun = started.Task;
        return lease.UseAsync(driver =>
        {
            driver.Manage().Timeouts().AsynchronousJavaScript = TimeSpan.FromSeconds(60);
            started.SetResult();
            return (string)((IJavaScriptExecutor)driver).ExecuteScript(LongScript)!;
        }).AsTask();
    }
}

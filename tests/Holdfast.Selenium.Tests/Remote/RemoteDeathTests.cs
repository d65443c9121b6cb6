using System.Diagnostics;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>Deaths at the other side, as they are seen from here.</summary>
[Trait("Category", "Browser")]
public sealed class RemoteDeathTests(ITestOutputHelper output)
{
    // Opening the connection again is refused at once, and one command says why: 0.1 s on a quiet machine.
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DeletedByAnotherClient_IsFound(bool busy)
    {
        await using RemoteRig rig = await RemoteRig.StartAsync();
        Task script = busy ? await rig.StartScriptAsync(TimeSpan.FromSeconds(1)) : Task.CompletedTask;

        // A driver ends a session only when its command has ended; the answer comes then.
        Assert.True(await rig.Hub.Client.EndSessionAsync(rig.Session.Launched.Id, Token));
        long ended = Stopwatch.GetTimestamp();

        await AssertDeadAsync(rig, LossCause.BrowserExited, ended);
        await Task.WhenAny(script).WaitAsync(TimeSpan.FromSeconds(5), Token);
        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BrowserKilled_IsFound(bool busy)
    {
        await using RemoteRig rig = await RemoteRig.StartAsync();
        Task script = busy ? await rig.StartScriptAsync(TimeSpan.FromSeconds(20)) : Task.CompletedTask;
        long killed = Stopwatch.GetTimestamp();
        rig.Hub.KillBrowser(rig.Session);

        await AssertDeadAsync(rig, LossCause.BrowserExited, killed);
        if (busy)
        {
            _ = await Assert.ThrowsAsync<SessionLostException>(() => script);
        }

        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
        _ = Assert.Single(rig.Incidents);
    }

    [Fact]
    public async Task BrowserKilled_WithoutBiDi_IsFoundByTheHeartbeat()
    {
        await using RemoteRig rig = await RemoteRig.StartAsync(
            options => options.UseBiDi = false, session => session.HeartbeatInterval = TimeSpan.FromMilliseconds(300));
        Assert.Null(rig.Session.Launched.Watch.BiDi);
        Assert.Null(rig.Session.Launched.Driver.Capabilities.GetCapability("webSocketUrl"));
        long killed = Stopwatch.GetTimestamp();
        rig.Hub.KillBrowser(rig.Session);

        await AssertDeadAsync(rig, LossCause.BrowserExited, killed);
        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DriverKilled_IsADeathAfterTheLimit_OrAtOnceWhenAnotherAnswers(bool restarted)
    {
        await using RemoteRig rig = await RemoteRig.StartAsync(options => options.UnreachableLimit = TimeSpan.FromSeconds(restarted ? 30 : 1));
        rig.Hub.KillDriver();
        if (restarted)
        {
            await rig.Hub.RestartAsync();
        }

        (Incident incident, _) = await rig.DeathAsync();
        output.WriteLine(incident.FirstSymptom);
        Assert.Equal(restarted ? LossCause.BrowserExited : LossCause.DriverExited, incident.Cause);
        if (!restarted)
        {
            await rig.Hub.RestartAsync();
        }

        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
        _ = Assert.Single(rig.Incidents);
    }

    [Theory]
    [InlineData(FaultKind.CrashTab)]
    [InlineData(FaultKind.HangTab)]
    public async Task TabLost_CostsATab(FaultKind fault)
    {
        await using RemoteRig rig = await RemoteRig.StartAsync(null, session =>
        {
            session.HeartbeatInterval = TimeSpan.FromMilliseconds(300);
            session.TabPatience = TimeSpan.FromSeconds(2);
        });
        string id = rig.Session.Launched.Id;
        await (await rig.LeaseAsync()).UseAsync(driver => driver.Url = "data:text/html,<title>page</title>", Token);
        await rig.Session.Faults.InjectAsync(fault, Token);
        (Incident incident, _) = await rig.DeathAsync();
        output.WriteLine($"{incident.Cause}: {incident.FirstSymptom}");
        Assert.Equal(fault == FaultKind.CrashTab ? LossCause.TabLost : LossCause.Unresponsive, incident.Cause);

        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
        Assert.Equal(id, rig.Session.Launched.Id);
        Assert.Single(await (await rig.LeaseAsync()).UseAsync(driver => driver.WindowHandles, Token));
        _ = Assert.Single(rig.Incidents);
    }

    /// <summary>Without BiDi only another tab that is fine can open one; a session that has none is opened afresh.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TabCrashed_WithoutBiDi_IsReplacedWhereAnotherIsFine(bool another)
    {
        await using RemoteRig rig = await RemoteRig.StartAsync(options => options.UseBiDi = false);
        string id = rig.Session.Launched.Id;
        SessionLease<IWebDriver> lease = await rig.LeaseAsync();
        await lease.UseAsync(
            driver =>
            {
                if (another)
                {
                    driver.SwitchTo().NewWindow(WindowType.Tab);
                }

                return driver.Url = "data:text/html,<title>page</title>";
            },
            Token);
        await rig.Session.Faults.InjectAsync(FaultKind.CrashTab, Token);

        _ = await Assert.ThrowsAsync<SessionLostException>(async () => await lease.UseAsync(driver => driver.Title, Token));
        Assert.Equal(LossCause.TabLost, (await rig.DeathAsync()).Incident.Cause);

        SessionLease<IWebDriver> next = await rig.LeaseAsync();
        Assert.Equal(2, next.Generation);
        Assert.Equal(another, rig.Session.Launched.Id == id);
        Assert.Equal("again", await next.UseAsync(
            driver =>
            {
                driver.Url = "data:text/html,<title>again</title>";
                return driver.Title;
            },
            Token));
        _ = Assert.Single(rig.Incidents);
    }

    [Fact]
    public async Task TabInUseClosed_NobodyGoesOn_IsLostAndCostsATab()
    {
        await using RemoteRig rig = await RemoteRig.StartAsync();
        string id = rig.Session.Launched.Id;
        SessionLease<IWebDriver> lease = await rig.LeaseAsync();

        // A tab that opens before the session's windows are being told may be told of too late, and its neighbour's end looks like the last window's.
        await RemoteRig.UntilAsync(() => Task.FromResult(!rig.Session.Launched.Watch.Tabs.IsEmpty));
        await rig.Session.Faults.InjectAsync(FaultKind.CloseTab, Token);

        Assert.Equal(LossCause.TabLost, (await rig.DeathAsync()).Incident.Cause);
        Assert.True(lease.IsLost);
        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
        Assert.Equal(id, rig.Session.Launched.Id);
    }

    [Fact]
    public async Task LastWindowClosed_IsNamed()
    {
        await using RemoteRig rig = await RemoteRig.StartAsync();
        await RemoteRig.UntilAsync(() => Task.FromResult(!rig.Session.Launched.Watch.Tabs.IsEmpty));
        long closed = Stopwatch.GetTimestamp();
        await rig.Session.Faults.InjectAsync(FaultKind.CloseWindow, Token);
        await AssertDeadAsync(rig, LossCause.WindowClosed, closed);
        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
    }

    private async Task AssertDeadAsync(RemoteRig rig, LossCause cause, long since)
    {
        (Incident incident, long at) = await rig.DeathAsync();
        TimeSpan took = Stopwatch.GetElapsedTime(since, at);
        output.WriteLine($"{took.TotalMilliseconds:0} ms (200 of them for the cause): {incident.Cause}: {incident.FirstSymptom}");
        Assert.Equal(cause, incident.Cause);
        Assert.True(took < s_bound, $"noticed after {took.TotalMilliseconds:0} ms");
    }
}

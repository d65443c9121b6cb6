using System.Diagnostics;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>A cut connection is no death; a hub that stays away is one.</summary>
[Trait("Category", "Browser")]
public sealed class RemoteCutTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(300);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ShortCut_Idle_SessionGoesOn()
    {
        await using RemoteRig rig = await RemoteRig.StartAsync();
        string id = rig.Session.Launched.Id;
        Assert.False(rig.Session.Launched.Watch.IsBlind);

        rig.Hub.Proxy.Refuse();
        await Task.Delay(s_short, TimeProvider.System, Token);
        Assert.True(rig.Session.Launched.Watch.IsBlind);
        rig.Hub.Proxy.Return();

        await rig.WhenConnectedAsync();
        _ = await rig.TitleAsync();
        Assert.Equal(id, rig.Session.Launched.Id);
        Assert.Empty(rig.Incidents);
        Assert.True((await rig.Manager.CheckHealthAsync(Token)).Probe?.Alive);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CutDriver_CallsInFlightFail_AndTheSessionGoesOn(bool busy)
    {
        await using RemoteRig rig = await RemoteRig.StartAsync();
        string id = rig.Session.Launched.Id;
        SessionLease<IWebDriver> lease = await rig.LeaseAsync();
        Task script = busy ? await rig.StartScriptAsync(TimeSpan.FromSeconds(5)) : Task.CompletedTask;
        object? before = rig.Session.Launched.Watch.BiDi;

        Assert.Contains(FaultKind.CutDriver, lease.Faults!.Supported);
        await lease.Faults.InjectAsync(FaultKind.CutDriver, Token);

        if (busy)
        {
            _ = await Assert.ThrowsAnyAsync<WebDriverException>(() => script);
        }

        await RemoteRig.UntilAsync(() => Task.FromResult(rig.Session.Launched.Watch.BiDi is { } now && now != before));
        await rig.WhenConnectedAsync();
        _ = await rig.TitleAsync();
        Assert.Equal((id, false), (rig.Session.Launched.Id, lease.IsLost));
        Assert.Empty(rig.Incidents);
    }

    [Fact]
    public async Task ShortCut_CommandInFlight_IsTheCallsOwnFailure()
    {
        await using RemoteRig rig = await RemoteRig.StartAsync();
        string id = rig.Session.Launched.Id;
        Task script = await rig.StartScriptAsync(TimeSpan.FromSeconds(2));

        rig.Hub.Proxy.Refuse();
        Exception failure = await Assert.ThrowsAnyAsync<WebDriverException>(() => script);
        await Task.Delay(s_short, TimeProvider.System, Token);
        rig.Hub.Proxy.Return();

        Assert.Equal((VerdictKind.Suspected, LossCause.DriverExited), (rig.Session.Classify(failure).Kind, rig.Session.Classify(failure).Cause));
        await rig.WhenConnectedAsync();
        Assert.Equal("page", await rig.TitleAsync());
        Assert.Equal(id, rig.Session.Launched.Id);
        Assert.Empty(rig.Incidents);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HubAwayTooLong_IsOneDeath_AndIsOpenedAgainWhenItIsBack(bool busy)
    {
        await using RemoteRig rig = await RemoteRig.StartAsync(options => options.UnreachableLimit = TimeSpan.FromSeconds(1));
        string id = rig.Session.Launched.Id;
        Task script = busy ? await rig.StartScriptAsync(TimeSpan.FromSeconds(20)) : Task.CompletedTask;

        long away = Stopwatch.GetTimestamp();
        rig.Hub.Proxy.Refuse();
        (Incident incident, long at) = await rig.DeathAsync();
        output.WriteLine($"away for {Stopwatch.GetElapsedTime(away, at).TotalMilliseconds:0} ms: {incident.FirstSymptom}");
        Assert.Equal(LossCause.DriverExited, incident.Cause);
        Assert.InRange(Stopwatch.GetElapsedTime(away, at).TotalSeconds, 1, 4);
        rig.Hub.Proxy.Return();

        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
        _ = await rig.TitleAsync();
        await Task.WhenAny(script).WaitAsync(TimeSpan.FromSeconds(5), Token);
        _ = Assert.Single(rig.Incidents);
        if (!busy)
        {
            // The one that could not be ended is ended once the hub can be reached; a busy one when its command ends.
            await RemoteRig.UntilAsync(async () => !await rig.Hub.KnowsAsync(id));
        }
    }

    [Fact]
    public async Task BlackHole_Probe_IsSilence_AndTheSessionGoesOnAfterwards()
    {
        await using RemoteRig rig = await RemoteRig.StartAsync();
        rig.Hub.Proxy.Swallow();
        long started = Stopwatch.GetTimestamp();
        ProbeResult probe = await rig.Session.ProbeAsync(Token);
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        output.WriteLine($"{took.TotalMilliseconds:0} ms: {probe.Detail}");
        Assert.False(probe.Alive);
        Assert.Equal(SessionLayer.Connection, probe.Stuck);
        Assert.Contains("hub: no answer in", probe.Detail, StringComparison.Ordinal);
        Assert.InRange(took.TotalMilliseconds, 700, 1500);

        rig.Hub.Proxy.StopSwallowing();
        await rig.WhenConnectedAsync();
        ProbeResult after = await rig.Session.ProbeAsync(Token);
        Assert.True(after.Alive, after.Detail);
        _ = await rig.TitleAsync();
        Assert.Empty(rig.Incidents);
    }

    [Fact]
    public async Task BlackHole_CommandInFlight_IsOneDeath_AndFreesTheCommand()
    {
        await using RemoteRig rig = await RemoteRig.StartAsync(options => options.UnreachableLimit = TimeSpan.FromSeconds(1));
        Task script = await rig.StartScriptAsync(TimeSpan.FromSeconds(1));
        RemoteSession first = rig.Session;
        rig.Hub.Proxy.Swallow();
        long away = Stopwatch.GetTimestamp();

        (Incident incident, long at) = await rig.DeathAsync();

        output.WriteLine($"swallowed for {Stopwatch.GetElapsedTime(away, at).TotalMilliseconds:0} ms: {incident.FirstSymptom}");
        Assert.Equal(LossCause.DriverExited, incident.Cause);
        _ = await Assert.ThrowsAsync<SessionLostException>(() => script);
        await RemoteRig.UntilAsync(() => Task.FromResult(first.Launched.Thread.IsIdle));
        rig.Hub.Proxy.StopSwallowing();
        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
        _ = Assert.Single(rig.Incidents);
    }

    [Fact]
    public async Task SlowWay_IsNoSilence()
    {
        await using RemoteRig rig = await RemoteRig.StartAsync();
        rig.Hub.Proxy.Delay = TimeSpan.FromMilliseconds(150);
        ProbeResult probe = await rig.Session.ProbeAsync(Token);
        Assert.True(probe.Alive, probe.Detail);
        _ = await rig.TitleAsync();
        Assert.Empty(rig.Incidents);
    }
}

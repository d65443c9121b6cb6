namespace Holdfast.Testing.Tests;

public sealed class ScriptedManagerTests
{
    [Fact]
    public async Task DieAsync_NextGeneration_OneIncident()
    {
        await using ScriptedManager<ScriptedTab> rig = new(launch => new ScriptedTab(launch));
        SessionLease<ScriptedTab> first = await rig.LeaseAsync();
        SessionLease<ScriptedTab> second = await rig.DieAsync(LossCause.DriverExited);

        Assert.True(first.IsLost);
        Assert.Equal(2, await second.UseAsync(tab => tab.Launch, TestContext.Current.CancellationToken));
        Incident incident = await rig.Incidents.OutcomeAsync(1, IncidentOutcome.Recovered);
        Assert.Equal(LossCause.DriverExited, incident.Cause);
        Assert.Equal(["launch", "log-in", "capture", "canary", "end", "launch", "restore-login", "capture", "canary"], rig.Provider.Journal);
    }

    [Fact]
    public async Task DieAt_TheCallThatWasAdmittedIsLost_TheNextIsNot()
    {
        await using ScriptedManager<ScriptedTab> rig = new(launch => new ScriptedTab(launch));
        SessionLease<ScriptedTab> lease = await rig.LeaseAsync();
        rig.Provider.DieAt(3, LossCause.TabLost);
        Assert.Equal(1, await lease.UseAsync(tab => tab.Launch, TestContext.Current.CancellationToken));
        Assert.Equal(1, await lease.UseAsync(tab => tab.Launch, TestContext.Current.CancellationToken));

        SessionLostException lost = await Assert.ThrowsAsync<SessionLostException>(() =>
            lease.UseAsync(tab => tab.Launch, TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(LossCause.TabLost, lost.Cause);
        Assert.Equal(2, await (await rig.LeaseAsync()).UseAsync(tab => tab.Launch, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hang_LaunchThatNeverEnds_IsHeldToItsDeadline(bool ignoreToken)
    {
        await using ScriptedManager<ScriptedTab> rig = new(launch => new ScriptedTab(launch));
        TaskCompletionSource release = rig.Provider.Launch.Hang(ignoreToken);
        Task<SessionLease<ScriptedTab>> lease = rig.LeaseAsync();
        await rig.Provider.Launch.CalledAsync();
        rig.Provider.Launch.Succeed();
        await rig.Clock.PassAsync(rig.Options.Recovery.LaunchTimeout);

        Assert.Equal(1, (await lease).Generation);
        Assert.Equal(2, rig.Provider.Launch.Calls);
        release.SetResult();
    }

    [Fact]
    public void Sleep_WallClockGoesOn_MonotonicClockStands()
    {
        ScriptedClock clock = new();
        (long before, DateTimeOffset wall) = (clock.GetTimestamp(), clock.GetUtcNow());
        clock.Sleep(TimeSpan.FromMinutes(46));

        Assert.Equal((before, wall.AddMinutes(46)), (clock.GetTimestamp(), clock.GetUtcNow()));
    }
}

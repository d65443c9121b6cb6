namespace Holdfast.Tests;

public sealed class SessionManagerHealthTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Heartbeat_IdleSession_IsProbedEveryInterval()
    {
        await using Rig rig = new();
        await rig.LeaseAsync();
        for (int probe = 1; probe <= 3; probe++)
        {
            await rig.Clock.TimerAsync(rig.Options.HeartbeatInterval, probe);
            rig.Clock.Advance(rig.Options.HeartbeatInterval - TimeSpan.FromMilliseconds(1));
            Assert.Equal(probe - 1, rig.Provider.Probe.Calls);
            rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await rig.Provider.Probe.CalledAsync(probe);
            await Deadline.Until(() => rig.Manager.Health.LastHeartbeat == rig.Clock.GetUtcNow());
        }
    }

    [Fact]
    public async Task Heartbeat_AnsweringSession_IsNeverProbed()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        for (int look = 1; look <= 12; look++)
        {
            // Whenever the watch looks, the last answer is ten seconds old.
            await rig.Clock.TimerAsync(rig.Options.HeartbeatInterval, look);
            rig.Clock.Advance(TimeSpan.FromSeconds(20));
            await lease.GuardAsync(_ => new ValueTask<int>(1), CancellationToken.None);
            rig.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        await rig.Clock.TimerAsync(rig.Options.HeartbeatInterval, 13);
        Assert.Equal(0, rig.Provider.Probe.Calls);
    }

    /// <summary>A call that never ends would silence the heartbeat for ever if calls in flight counted as answers.</summary>
    [Fact]
    public async Task Heartbeat_CallInFlightWithoutAnyAnswer_IsProbed()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        _ = lease.GuardAsync(_ => new ValueTask<int>(new TaskCompletionSource<int>().Task), CancellationToken.None).AsTask();

        await rig.Clock.PassAsync(rig.Options.HeartbeatInterval);

        await rig.Provider.Probe.CalledAsync();
    }

    [Fact]
    public async Task CheckHealthAsync_GoodAnswer_IsInTheSnapshotAndBeats()
    {
        await using Rig rig = new();
        await rig.LeaseAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(5));

        SessionHealth health = await rig.Manager.CheckHealthAsync(Test).InTime();

        Assert.Equal(new ProbeResult(true, "scripted"), health.Probe);
        Assert.Equal(rig.Clock.GetUtcNow(), health.LastHeartbeat);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CheckHealthAsync_ProbeHangs_EndsAtItsDeadline(bool blocks)
    {
        await using Rig rig = new();
        await rig.LeaseAsync();
        using ManualResetEventSlim gate = new();
        if (blocks)
        {
            rig.Provider.Probe.Do(_ => gate.Wait(CancellationToken.None));
        }
        else
        {
            rig.Provider.Probe.Hang();
        }

        Task<SessionHealth> check = rig.Manager.CheckHealthAsync(Test);
        await rig.Clock.PassAsync(rig.Options.ProbeTimeout);

        Assert.Equal(new ProbeResult(false, "no answer within 900 ms"), (await check.InTime()).Probe);
        gate.Set();
    }

    /// <summary>On a busy machine an adapter needs a moment after its deadline to say which layer did not answer.</summary>
    [Fact]
    public async Task CheckHealthAsync_AdapterIsSlowToSayWhoHangs_ItsAnswerCounts()
    {
        await using Rig rig = new();
        await rig.LeaseAsync();
        TimeSpan slow = TimeSpan.FromMilliseconds(150);
        rig.Provider.ProbeAnswer = new ProbeResult(false, "the driver did not answer") { Stuck = SessionLayer.Driver };
        rig.Provider.Probe.Do(async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, rig.Clock, token).ContinueWith(static _ => { }, TaskScheduler.Default);
            await Task.Delay(slow, rig.Clock, CancellationToken.None);
        });

        Task<SessionHealth> check = rig.Manager.CheckHealthAsync(Test);
        await rig.Clock.PassAsync(rig.Options.ProbeTimeout * 0.8);
        await rig.Clock.PassAsync(slow);

        Assert.Equal(SessionLayer.Driver, (await check.InTime()).Probe?.Stuck);
    }

    [Fact]
    public async Task CheckHealthAsync_WhileACallRunsAndALoginIsDoubted_DoesNotQueue()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        _ = lease.UseAsync((_, _) => new TaskCompletionSource<int>().Task, CancellationToken.None).AsTask();
        rig.Verifier!.Asked.Hang();
        _ = lease.ConfirmLoginAsync("http", "401", Test);

        SessionHealth health = await rig.Manager.CheckHealthAsync(Test).InTime();

        Assert.True(health.Probe!.Alive);
        Assert.Equal((SessionState.Suspected, 1), (health.State, health.OperationsInFlight));
    }

    [Fact]
    public async Task CheckHealthAsync_CallerCancels_Ends()
    {
        await using Rig rig = new();
        await rig.LeaseAsync();
        rig.Provider.Probe.Hang();
        using CancellationTokenSource mine = new();
        Task<SessionHealth> check = rig.Manager.CheckHealthAsync(mine.Token);
        await mine.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check.InTime());
    }

    [Fact]
    public async Task CheckHealthAsync_NoSession_AsksNobody()
    {
        await using Rig rig = new();
        Assert.Null((await rig.Manager.CheckHealthAsync(Test).InTime()).Probe);
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Provider.Launch.Hang();
        rig.Kill(lease);

        Assert.Null((await rig.Manager.CheckHealthAsync(Test).InTime()).Probe);
        Assert.Equal(0, rig.Provider.Probe.Calls);
    }

    [Fact]
    public async Task Health_ThroughADeath_SaysWhatTheMissionAsksFor()
    {
        await using Rig rig = new();
        SessionHealth before = rig.Manager.Health;
        Assert.Equal((SessionState.NotStarted, 0, false), (before.State, before.Generation, before.IsAlive));
        Assert.Null(before.LastHeartbeat);
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        DateTimeOffset opened = rig.Clock.GetUtcNow();
        _ = lease.GuardAsync(_ => new ValueTask<int>(new TaskCompletionSource<int>().Task), CancellationToken.None).AsTask();
        rig.Clock.Advance(TimeSpan.FromSeconds(3));

        SessionHealth alive = rig.Manager.Health;
        Assert.True(alive.IsAlive);
        Assert.False(alive.DeathDetected);
        Assert.Null(alive.DeathTimestamp);
        Assert.Null(alive.Cause);
        Assert.Equal(opened, alive.LastHeartbeat);
        Assert.Equal(TimeSpan.FromSeconds(30), alive.HeartbeatInterval);
        Assert.Equal(1, alive.OperationsInFlight);

        TaskCompletionSource release = rig.Provider.Launch.Hang();
        rig.Options.Recovery.InFlightTimeout = TimeSpan.FromSeconds(4);
        DateTimeOffset died = rig.Clock.GetUtcNow();
        rig.Kill(lease, LossCause.TabLost);
        await rig.Provider.Launch.CalledAsync(2);
        await Assert.ThrowsAsync<SessionLostException>(() => lease.GuardAsync(_ => new ValueTask<int>(1), Test).InTime());
        await Deadline.Until(() => rig.Manager.Health.SymptomsSuppressed == 2);

        // The next generation is being made by now; this one is still the one that everybody holds.
        SessionHealth dead = rig.Manager.Health;
        Assert.Equal((SessionState.Recovering, 1, false, true), (dead.State, dead.Generation, dead.IsAlive, dead.DeathDetected));
        Assert.Equal((died, LossCause.TabLost, 1), (dead.DeathTimestamp, dead.Cause, dead.Deaths));
        Assert.True(rig.Manager.IsDeathCascade);
        Assert.True(rig.Manager.ShouldHalt);
        release.SetResult();
        await rig.Clock.PassAsync(TimeSpan.FromSeconds(4));
        await rig.LeaseAsync();

        SessionHealth next = rig.Manager.Health;
        Assert.Equal((SessionState.Alive, 2, true, false), (next.State, next.Generation, next.IsAlive, next.DeathDetected));
        Assert.Equal((0, 0, 1), (next.OperationsInFlight, next.SymptomsSuppressed, next.Deaths));
        Assert.Null(next.DeathTimestamp);
        Assert.Null(next.Cause);
        Assert.False(rig.Manager.IsDeathCascade);
        Assert.False(rig.Manager.ShouldHalt);
    }

    [Fact]
    public async Task IsDeathCascade_NeedsAFailureAfterTheFirstEvidence()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Provider.Launch.Hang();
        rig.Kill(lease);
        Assert.True(rig.Manager.ShouldHalt);
        Assert.False(rig.Manager.IsDeathCascade);

        await Assert.ThrowsAsync<SessionLostException>(() => lease.GuardAsync(_ => new ValueTask<int>(1), Test).InTime());

        Assert.True(rig.Manager.IsDeathCascade);
    }
}

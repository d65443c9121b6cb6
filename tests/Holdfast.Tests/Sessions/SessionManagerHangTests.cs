namespace Holdfast.Tests;

public sealed class SessionManagerHangTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("no")]
    [InlineData("throws")]
    [InlineData("hangs")]
    public async Task CallInFlightWithoutAnswer_ProbesMissed_IsUnresponsiveAndThenLost(string how)
    {
        await using Rig rig = NewRig();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        Task<int> call = NeverEndingAsync(lease);
        Break(rig, how);

        await rig.Clock.PassAsync(s_second);
        await rig.Provider.Probe.CalledAsync();
        await MissAsync(rig, how);
        await Deadline.Until(() => rig.Logger.Collector.GetSnapshot().Any(record => record.Id.Id == 1006));
        Assert.Equal((SessionState.Unresponsive, true), (rig.Manager.Health.State, rig.Manager.Health.IsAlive));
        if (how != "hangs")
        {
            // It failed at once, and its time must be over before it is asked again.
            Assert.Equal(1, rig.Provider.Probe.Calls);
            await rig.Clock.PassAsync(rig.Options.ProbeTimeout, 2);
        }

        await rig.Provider.Probe.CalledAsync(2);
        await MissAsync(rig, how, count: 2);

        await Assert.ThrowsAsync<SessionLostException>(() => call.InTime());
        Assert.Equal(LossCause.Unresponsive, lease.Death!.Cause);
        rig.Provider.Probe.Succeed();
        rig.Provider.ProbeAnswer = new ProbeResult(true, "1 ms");
        await rig.Clock.PassAsync(rig.Options.Recovery.InFlightTimeout);
        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
        Assert.Contains("reuse", rig.Provider.Journal);
    }

    [Fact]
    public async Task ProbeAnsweredAgain_IsAliveAgain()
    {
        await using Rig rig = NewRig();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        _ = NeverEndingAsync(lease);
        rig.Provider.Probe.Hang();
        await rig.Clock.PassAsync(s_second);
        await rig.Provider.Probe.CalledAsync();
        TaskCompletionSource second = rig.Provider.Probe.Hang();
        await MissAsync(rig, "hangs");
        await rig.Provider.Probe.CalledAsync(2);
        Assert.Equal(SessionState.Unresponsive, rig.Manager.Health.State);

        second.SetResult();

        await Deadline.Until(() => rig.Manager.Health.State == SessionState.Alive);
        await Deadline.Until(() => rig.Logger.Collector.GetSnapshot().Any(record => record.Id.Id == 1010));
        Assert.False(lease.IsLost);
    }

    /// <summary>Where even the adapter's own deadline ends too late, nobody is known to hang: it was we who were slow to hear who answered.</summary>
    [Fact]
    public async Task ProbesAnsweredAfterTheirDeadline_AreNoHangBeforePatienceEnds()
    {
        await using Rig rig = NewRig();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        _ = NeverEndingAsync(lease);
        rig.Provider.ProbeAnswer = new ProbeResult(false, "no answer") { Stuck = SessionLayer.Tab };

        // Without a detour: who lets one end has its answer in place.
        List<TaskCompletionSource> probes = [.. Enumerable.Range(0, 20).Select(_ => new TaskCompletionSource())];
        List<TaskCompletionSource> answers =
            [.. Enumerable.Range(0, 20).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        rig.Provider.Probe.Do(async (call, _) =>
        {
            await probes[call].Task;
            answers[call].SetResult();
        });
        await rig.Clock.PassAsync(s_second);
        await rig.Provider.Probe.CalledAsync();
        int missed = 0;
        while ((missed + 1) * rig.Options.ProbeTimeout < rig.Options.TabPatience)
        {
            await rig.Clock.PassAsync(rig.Options.ProbeTimeout, ++missed);
            await Task.WhenAny(rig.Provider.Probe.CalledAsync(missed + 1), lease.LostTask);
            Assert.False(lease.IsLost, $"lost after {missed} probes");
            probes[missed].SetResult();

            // Its thread may not even have begun to wait.
            await answers[missed].Task.InTime();
        }

        Assert.Equal(11, missed);
        await rig.Clock.PassAsync(rig.Options.ProbeTimeout, missed + 1);

        await lease.LostTask.InTime();
        Assert.Equal(LossCause.Unresponsive, lease.Death!.Cause);
    }

    [Fact]
    public async Task OverdueCommand_WhileOtherCallsAnswer_IsProbed()
    {
        await using Rig rig = NewRig();
        rig.Provider.CommandAge = static () => TimeSpan.FromSeconds(12);
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        for (int look = 1; look <= 3; look++)
        {
            await rig.Clock.TimerAsync(s_second, look);
            await lease.GuardAsync(_ => new ValueTask<int>(1), CancellationToken.None);
            rig.Clock.Advance(s_second);
            await rig.Provider.Probe.CalledAsync(look);
        }

        // A slow site: said once, and no death.
        await Deadline.Until(() => rig.Logger.Collector.GetSnapshot().Any(record => record.Id.Id == 1011));
        Assert.Single(rig.Logger.Collector.GetSnapshot(), record => record.Id.Id == 1011);
        Assert.Equal(SessionState.Alive, rig.Manager.Health.State);
        Assert.Equal(TimeSpan.FromSeconds(12), rig.Manager.Health.CommandAge);
    }

    [Fact]
    public async Task LateTick_IsASuspensionAndAFreshProbe_NotAVerdict()
    {
        await using Rig rig = NewRig();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        _ = NeverEndingAsync(lease);
        rig.Provider.Probe.Hang();
        await rig.Clock.PassAsync(s_second);
        await rig.Provider.Probe.CalledAsync();
        await MissAsync(rig, "hangs");
        await rig.Provider.Probe.CalledAsync(2);
        rig.Provider.Probe.Succeed();

        // The job is stopped in the middle of the second probe.
        rig.Clock.Advance(TimeSpan.FromSeconds(60));

        await rig.Provider.Probe.CalledAsync(3);
        await Deadline.Until(() => rig.Manager.Health is { Suspensions: 1, State: SessionState.Alive });
        Assert.False(lease.IsLost);
        Assert.Contains(rig.Logger.Collector.GetSnapshot(), record => record.Id.Id == 1012);
        await Deadline.Until(() => rig.Sink.Suspensions.Count == 1);
        Assert.False(rig.Sink.Suspensions[0].Asleep);
        Assert.Empty(rig.Sink.Records);
    }

    [Fact]
    public async Task LateTick_SessionDoesNotAnswerAfterwards_IsLost()
    {
        await using Rig rig = NewRig();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Provider.ProbeAnswer = new ProbeResult(false, "no answer") { Stuck = SessionLayer.Browser };
        await rig.Clock.TimerAsync(s_second);

        rig.Clock.Advance(TimeSpan.FromMinutes(46));
        await rig.Provider.Probe.CalledAsync();

        // The first is the probe's own deadline, the second the pause before the next.
        await rig.Clock.PassAsync(rig.Options.ProbeTimeout, count: 2);

        await lease.LostTask.InTime();
        Assert.Equal(
            (LossCause.Unresponsive, "probe-browser"),
            (lease.Death!.Cause, lease.Death.ToIncident("", 1, 0, default, null).Evidence[0].Evidence.Source));
        Assert.Equal(1, rig.Manager.Health.Suspensions);
    }

    [Fact]
    public async Task TabLost_KeptBrowser_NeitherRestoresNorLogsIn()
    {
        await using Rig rig = NewRig();
        rig.Provider.CanReuse = true;
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Provider.ClearJournal();

        SessionLease<Gadget> next = await rig.DieAsync(lease, LossCause.TabLost);

        Assert.Equal(["reuse", "capture", "canary"], rig.Provider.Journal);
        Assert.Equal(2, next.Generation);
        Assert.Equal(
            ["new-tab", "capture", "verify", "canary"], lease.Death!.ToIncident("", 1, 0, default, null).Steps.Select(step => step.Name));
        Assert.Equal(1, rig.Provider.Launch.Calls);
    }

    private static Rig NewRig()
    {
        Rig rig = new();
        rig.Options.ProbePeriod = s_second;
        rig.Options.Recovery.InFlightTimeout = TimeSpan.FromMilliseconds(700);
        return rig;
    }

    private static Task<int> NeverEndingAsync(SessionLease<Gadget> lease) =>
        lease.GuardAsync(_ => new ValueTask<int>(new TaskCompletionSource<int>().Task), CancellationToken.None).AsTask();

    private static void Break(Rig rig, string how)
    {
        if (how == "no")
        {
            rig.Provider.ProbeAnswer = new ProbeResult(false, "the browser does not answer") { Stuck = SessionLayer.Browser };
        }
        else if (how == "throws")
        {
            rig.Provider.Probe.Fail("socket closed");
        }
        else
        {
            rig.Provider.Probe.Hang();
        }
    }

    private static async Task MissAsync(Rig rig, string how, int count = 1)
    {
        if (how == "hangs")
        {
            await rig.Clock.PassAsync(rig.Options.ProbeTimeout, count);
        }
    }
}

using System.Collections.Concurrent;

namespace Holdfast.Tests;

public sealed class SessionManagerIncidentTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cause_StrongerEvidenceInTime_RenamesItAndThenItStands()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(4));
        DateTimeOffset latched = rig.Clock.GetUtcNow();
        DateTimeOffset ended = default;
        rig.Provider.End.Do(_ => ended = rig.Clock.GetUtcNow());
        lease.ReportDeath(new Evidence(LossCause.TabLost, EvidenceStrength.Inferred, "call", "no such window"));
        for (int i = 0; i < 50; i++)
        {
            // A recovery that does not wait would have begun by now.
            await Task.Run(static () => { }, Test);
        }

        rig.Clock.Advance(TimeSpan.FromMilliseconds(70));
        rig.Provider.Last.Report(new Evidence(LossCause.BrowserExited, EvidenceStrength.Connection, "cdp-socket", "closed"));
        rig.Provider.Last.Report(new Evidence(LossCause.DriverExited, EvidenceStrength.Connection, "late", "as strong, but later"));
        rig.Clock.Advance(TimeSpan.FromMilliseconds(129));

        // Until then the old browser is left alone, so that its watchers can still name the cause.
        Assert.Equal(0, rig.Provider.End.Calls);
        Assert.Empty(rig.Sink.Records);
        Assert.DoesNotContain(rig.Logger.Collector.GetSnapshot(), record => record.Id.Id == 1002);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Incident open = await rig.Sink.OutcomeAsync(1, IncidentOutcome.Open);
        lease.ReportDeath(Rig.Decisive(LossCause.ClosedByUs));

        Assert.Equal(LossCause.BrowserExited, open.Cause);
        Assert.Equal("no such window", open.FirstSymptom);
        Assert.Equal([0, 70, 70], open.Evidence.Select(evidence => evidence.Offset.TotalMilliseconds));
        Assert.Equal((latched, TimeSpan.FromSeconds(4)), (open.DetectedAt, open.SinceLastHeartbeat));
        Incident closed = await rig.Sink.OutcomeAsync(1, IncidentOutcome.Recovered);
        Assert.Equal(LossCause.BrowserExited, closed.Cause);
        Assert.Equal(latched + rig.Options.ConfirmTimeout, ended);
        Assert.Equal(3, closed.Evidence.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(200), closed.Duration);
    }

    [Fact]
    public async Task Cause_NamedAsStronglyAsCanBe_DoesNotHoldUpRecovery()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        lease.ReportDeath(Rig.Guess());
        lease.ReportDeath(Rig.Decisive(LossCause.TabLost));

        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
        Assert.Equal(LossCause.TabLost, lease.Death!.Cause);
    }

    [Fact]
    public async Task Incident_CountsWhatWasInFlightAndWhatFollowed()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        await lease.GuardAsync(_ => new ValueTask<int>(1), Test);
        TaskCompletionSource<int> late = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int>[] calls = [.. Enumerable.Range(0, 3).Select(_ => lease.GuardAsync(_ => new ValueTask<int>(late.Task), Test).AsTask())];
        lease.ReportDeath(Rig.Guess());
        foreach (Task<int> call in calls)
        {
            await Assert.ThrowsAsync<SessionLostException>(() => call.InTime());
        }

        late.SetResult(1);
        rig.Clock.Advance(rig.Options.ConfirmTimeout);

        Incident incident = await rig.Sink.OutcomeAsync(1, IncidentOutcome.Open);
        Assert.Equal((4, 3, 3), (incident.AdmittedAtLatch, incident.InFlight, incident.SymptomsSuppressed));
        Assert.Equal(1, incident.Generation);
        Assert.Equal("test", incident.Session);
    }

    [Fact]
    public async Task Dispose_BeforeTheCauseIsFrozen_KeepsTheDeathsOwnCauseAndClosesTheIncident()
    {
        Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        lease.ReportDeath(Rig.Guess(LossCause.TabLost));
        await rig.Manager.DisposeAsync().InTime();

        Assert.Equal([IncidentOutcome.Open, IncidentOutcome.Closed], rig.Sink.Records.Select(record => record.Outcome));
        Assert.All(rig.Sink.Records, record => Assert.Equal(LossCause.TabLost, record.Cause));
    }

    [Fact]
    public async Task Dispose_DuringARecovery_ClosesTheIncident()
    {
        Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        TaskCompletionSource release = rig.Provider.Canary.Hang();
        rig.Kill(lease);
        await rig.Provider.Canary.CalledAsync(2);
        await rig.Manager.DisposeAsync().InTime();

        Incident closed = rig.Sink.Records[^1];
        Assert.Equal((1, IncidentOutcome.Closed), (closed.Generation, closed.Outcome));
        Assert.Equal("the owner closed the session", closed.Steps[^1].Outcome);
        Assert.Equal(2, rig.Sink.Records.Count);
        Assert.Equal(0, rig.Provider.Running);
        release.SetResult();
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("hangs")]
    [InlineData("blocks")]
    public async Task Sink_ThatFails_HoldsUpNothing(string how)
    {
        await using Rig rig = new();
        using ManualResetEventSlim gate = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        if (how == "throws")
        {
            rig.Sink.Recorded.Fail("disk full");
        }
        else if (how == "hangs")
        {
            rig.Sink.Recorded.Hang();
        }
        else
        {
            rig.Sink.Recorded.Do(_ => gate.Wait(CancellationToken.None));
        }

        SessionLease<Gadget> second = await rig.DieAsync(lease);
        SessionLease<Gadget> third = await rig.DieAsync(second);

        Assert.Equal(3, third.Generation);
        gate.Set();
        if (how == "throws")
        {
            await Deadline.Until(() => rig.Logger.Collector.GetSnapshot().Any(
                record => record.Id.Id == 1007 && record.Message.Contains("disk full", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Incidents_OfManyDeaths_AreWrittenOnceEachWithOneOutcome()
    {
        await using Rig rig = new() { Options = { Recovery = { MaxRestarts = 100 } } };
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        for (int i = 1; i <= 10; i++)
        {
            lease = await rig.DieAsync(lease);
            await rig.Sink.OutcomeAsync(i, IncidentOutcome.Recovered);
        }

        Assert.Equal(20, rig.Sink.Records.Count);
        Assert.Equal(20, rig.Sink.Records.Select(record => (record.Generation, record.Outcome)).Distinct().Count());
    }

    /// <summary>A queue has the death, under the cause known then, before anybody learns of it: so before anything of the next generation.</summary>
    [Fact]
    public async Task Latch_SinkWithAQueue_HasTheIncidentFirstAndTheNewCauseLater()
    {
        await using Rig rig = new();
        QueueSink queue = new();
        await using SessionManager<Gadget> manager = new(
            rig.Provider, Microsoft.Extensions.Options.Options.Create(rig.Options), rig.Verifier, [queue], rig.Clock);
        SessionLease<Gadget> lease = await manager.LeaseAsync(Test).InTime();
        int known = -1;
        Task told = lease.LostTask.ContinueWith(
            _ => known = queue.Records.Count, Test, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        lease.ReportDeath(Rig.Guess(LossCause.TabLost));

        Incident latched = Assert.Single(queue.Records);
        await told.InTime();
        Assert.Equal(1, known);
        Assert.Equal((1, LossCause.TabLost, IncidentOutcome.Open), (latched.Generation, latched.Cause, latched.Outcome));
        lease.ReportDeath(new Evidence(LossCause.BrowserExited, EvidenceStrength.Process, "pidfd", "exited"));
        rig.Clock.Advance(rig.Options.ConfirmTimeout);
        Assert.Equal(2, (await manager.LeaseAsync(Test).InTime()).Generation);
        await Deadline.Until(() => queue.Records.Count == 3);
        Assert.Equal(
            [(1, LossCause.TabLost), (1, LossCause.BrowserExited), (1, LossCause.BrowserExited)],
            queue.Records.Select(record => (record.Generation, record.Cause)));
        Assert.Equal(IncidentOutcome.Recovered, queue.Records[^1].Outcome);
    }

    [Fact]
    public async Task Latch_OfARetirement_QueuesNothing()
    {
        await using Rig rig = new();
        QueueSink queue = new();
        SessionManager<Gadget> manager = new(
            rig.Provider, Microsoft.Extensions.Options.Options.Create(rig.Options), rig.Verifier, [queue], rig.Clock);
        _ = await manager.LeaseAsync(Test).InTime();
        await manager.DisposeAsync().InTime();

        Assert.Empty(queue.Records);
    }

    private sealed class QueueSink : IIncidentQueue
    {
        private readonly ConcurrentQueue<Incident> _records = new();

        public IReadOnlyList<Incident> Records => [.. _records];

        public void Enqueue(Incident incident) => _records.Enqueue(incident);

        public Task RecordAsync(Incident incident, CancellationToken cancellationToken)
        {
            Enqueue(incident);
            return Task.CompletedTask;
        }
    }
}

namespace Holdfast.Tests;

public sealed class SessionLeaseGuardTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GuardAsync_GoodAnswer_IsReturnedAndBeats()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(7, await lease.GuardAsync(static _ => new ValueTask<int>(7), CancellationToken.None));
        Assert.Equal(rig.Clock.GetUtcNow(), rig.Manager.Health.LastHeartbeat);

        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(8, await lease.GuardAsync(
            static async _ =>
            {
                await Task.Yield();
                return 8;
            },
            Test));
        Assert.Equal(rig.Clock.GetUtcNow(), rig.Manager.Health.LastHeartbeat);
        Assert.Equal(0, rig.Manager.Health.OperationsInFlight);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GuardAsync_CallIgnoresItsToken_EndsAtTheDeath(bool cancellable)
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        TaskCompletionSource<int> never = new();
        Task<int> call = lease.GuardAsync(_ => new ValueTask<int>(never.Task), cancellable ? Test : CancellationToken.None).AsTask();
        Assert.Equal(1, rig.Manager.Health.OperationsInFlight);

        lease.ReportDeath(Rig.Decisive(LossCause.DriverExited));

        SessionLostException lost = await Assert.ThrowsAsync<SessionLostException>(() => call.InTime());
        Assert.Equal(("test", 1, LossCause.DriverExited), (lost.Session, lost.Generation, lost.Cause));
        Assert.Equal(lease.Lost, lost.CancellationToken);
        never.SetResult(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GuardAsync_SuccessAfterTheDeath_IsDropped(bool synchronous)
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();

        Task<int> call = lease.GuardAsync(
            async _ =>
            {
                if (!synchronous)
                {
                    await Task.Yield();
                }

                lease.ReportDeath(Rig.Decisive());
                return 1;
            },
            CancellationToken.None).AsTask();

        await Assert.ThrowsAsync<SessionLostException>(() => call.InTime());
    }

    [Fact]
    public async Task GuardAsync_DeadLease_NeverBeginsTheCall()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        lease.ReportDeath(Rig.Decisive());
        int begun = 0;

        await Assert.ThrowsAsync<SessionLostException>(() => lease.GuardAsync(_ => new ValueTask<int>(++begun), Test).InTime());
        await Assert.ThrowsAsync<SessionLostException>(() => lease.UseAsync(_ => ++begun, Test).InTime());

        Assert.Equal(0, begun);
        Assert.Throws<SessionLostException>(lease.ThrowIfLost);
    }

    [Fact]
    public async Task GuardAsync_UserCancels_EndsAtOnceAndIsNoSymptom()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        TaskCompletionSource<int> never = new();
        using CancellationTokenSource mine = new();
        Task<int> call = lease.GuardAsync(_ => new ValueTask<int>(never.Task), mine.Token).AsTask();

        await mine.CancelAsync();

        OperationCanceledException cancelled = await Assert.ThrowsAsync<OperationCanceledException>(() => call.InTime());
        Assert.Equal(mine.Token, cancelled.CancellationToken);
        Assert.False(lease.IsLost);
        Assert.Equal(1, rig.Manager.Health.OperationsInFlight);
        never.SetResult(1);
        await Deadline.Until(() => rig.Manager.Health.OperationsInFlight == 0);
    }

    [Fact]
    public async Task GuardAsync_AlreadyCancelled_NeverBeginsTheCall()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        int begun = 0;

        OperationCanceledException cancelled = await Assert.ThrowsAsync<OperationCanceledException>(
            () => lease.GuardAsync(_ => new ValueTask<int>(++begun), new CancellationToken(true)).InTime());

        Assert.IsNotType<SessionLostException>(cancelled);
        Assert.Equal(0, begun);
    }

    [Fact]
    public async Task GuardAsync_LostAndCancelled_IsLost()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        using CancellationTokenSource mine = new();
        TaskCompletionSource<int> late = new();
        Task<int> call = lease.GuardAsync(_ => new ValueTask<int>(late.Task), mine.Token).AsTask();
        lease.ReportDeath(Rig.Decisive());
        await mine.CancelAsync();

        await Assert.ThrowsAsync<SessionLostException>(() => call.InTime());
        await Assert.ThrowsAsync<SessionLostException>(() => lease.GuardAsync(_ => new ValueTask<int>(1), mine.Token).InTime());
        late.SetException(new InvalidOperationException("too late for anybody"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GuardAsync_OrdinaryFailure_IsTheCallsOwn(bool synchronous)
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        InvalidOperationException mine = new("mine");

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => lease.GuardAsync<int>(
            _ => synchronous ? throw mine : ValueTask.FromException<int>(mine), CancellationToken.None).InTime());

        Assert.Same(mine, thrown);
        Assert.False(lease.IsLost);
        Assert.Equal(0, rig.Manager.Health.OperationsInFlight);
        Assert.Equal(0, rig.Manager.Health.SymptomsSuppressed);
    }

    [Fact]
    public async Task GuardAsync_FailureOfAnyTypeAfterTheDeath_IsALossWithTheFailureInside()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();

        SessionLostException lost = await Assert.ThrowsAsync<SessionLostException>(() => lease.GuardAsync<int>(
            _ =>
            {
                lease.ReportDeath(Rig.Decisive());
                throw new TimeoutException("wrapped");
            },
            CancellationToken.None).InTime());

        Assert.IsType<TimeoutException>(lost.InnerException);
    }

    [Fact]
    public async Task UseAsync_DeadVerdict_ClosesTheLatchAndIsTheFirstSymptom()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Provider.Classify = static _ => new Verdict(VerdictKind.Dead, LossCause.BrowserExited, "row 3");

        SessionLostException lost = await Assert.ThrowsAsync<SessionLostException>(
            () => lease.UseAsync<int>(_ => throw new InvalidOperationException("invalid session id"), Test).InTime());

        Assert.Equal(LossCause.BrowserExited, lost.Cause);
        Assert.False(rig.Manager.IsDeathCascade);
        rig.Clock.Advance(rig.Options.ConfirmTimeout);
        Incident incident = await rig.Sink.OutcomeAsync(1, IncidentOutcome.Recovered);
        Assert.Equal("row 3: invalid session id", incident.FirstSymptom);
        Assert.Equal(0, incident.SymptomsSuppressed);
        Assert.Equal(EvidenceStrength.Inferred, Assert.Single(incident.Evidence).Evidence.Strength);
    }

    [Theory]
    [InlineData(VerdictKind.None)]
    [InlineData(VerdictKind.SiteFault)]
    [InlineData(VerdictKind.CallerFault)]
    [InlineData(VerdictKind.Transient)]
    public async Task UseAsync_OtherVerdict_IsTheCallsOwnFailure(VerdictKind kind)
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Provider.Classify = _ => new Verdict(kind, LossCause.BrowserExited);

        await Assert.ThrowsAsync<TimeoutException>(() => lease.UseAsync<int>(_ => throw new TimeoutException(), Test).InTime());

        Assert.False(lease.IsLost);
    }

    [Fact]
    public async Task UseAsync_RulesThrow_KeepTheCallsOwnFailure()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Provider.Classify = static _ => throw new NotSupportedException("a user's rule");

        await Assert.ThrowsAsync<TimeoutException>(() => lease.UseAsync<int>(_ => throw new TimeoutException(), Test).InTime());

        Assert.False(lease.IsLost);
    }

    [Fact]
    public async Task UseAsync_AnotherKindOfSession_SaysWhichOne()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();

        InvalidOperationException wrong = await Assert.ThrowsAsync<InvalidOperationException>(
            () => lease.UseAsync<HttpClient, int>(_ => 1, Test).InTime());
        Assert.Contains("drives Gadget, not HttpClient", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(1, await lease.UseAsync<Gadget, int>(gadget => gadget.Launch, Test));
    }

    [Fact]
    public async Task ReportDeath_WhileTheFirstReporterHasNotClosedTheGate_ClosesItToo()
    {
        await using Rig rig = new() { Options = { Recovery = { MaxRestarts = 1000 } } };
        SessionLease<Gadget> lease = await rig.LeaseAsync();

        // Two reporters at once, many times: whichever loses must still find the gate closed when it returns.
        for (int i = 0; i < 200; i++)
        {
            SessionLease<Gadget> current = lease;
            using Barrier start = new(2);
            bool[] closed = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(Test);
                    current.ReportDeath(Rig.Decisive());
                    return current.IsLost;
                },
                Test,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default))).InTime();
            Assert.Equal([true, true], closed);
            lease = await rig.LeaseAsync();
        }
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests;

public sealed class SessionManagerTests
{
    [Fact]
    public async Task LeaseAsync_FirstCall_OpensAndPublishesGenerationOne()
    {
        await using Rig rig = new();
        Assert.Equal(SessionState.NotStarted, rig.Manager.Health.State);
        Assert.Equal(0, rig.Provider.Launch.Calls);

        SessionLease<Gadget> lease = await rig.LeaseAsync();

        Assert.Equal(1, lease.Generation);
        Assert.Equal("ann", lease.MemberName);
        Assert.Equal("s1", Assert.Single(lease.Login!.Cookies).Value);
        Assert.Equal(SessionState.Alive, rig.Manager.Health.State);
        Assert.Equal(["launch", "log-in", "capture", "canary"], rig.Provider.Journal);
        Assert.Same(lease, await rig.LeaseAsync());
    }

    [Fact]
    public async Task LeaseAsync_ManyAtOnce_OpenOnce()
    {
        await using Rig rig = new();
        TaskCompletionSource release = rig.Provider.Launch.Hang();
        Task<SessionLease<Gadget>>[] all = [.. Enumerable.Range(0, 20).Select(_ => Task.Run(() => rig.LeaseAsync()))];
        await rig.Provider.Launch.CalledAsync();
        Assert.Equal(SessionState.Opening, rig.Manager.Health.State);
        release.SetResult();

        SessionLease<Gadget>[] leases = await Task.WhenAll(all);

        Assert.All(leases, lease => Assert.Same(leases[0], lease));
        Assert.Equal(1, rig.Provider.Launch.Calls);
    }

    /// <summary>A browser that dies while it is being opened leaves no incident: nothing was handed out.</summary>
    [Fact]
    public async Task Health_AnAttemptFailed_TellsWhichAndWhyUntilOneSucceeds()
    {
        await using Rig rig = new();
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Provider.Launch.Do((call, _) => call == 1 ? Task.FromException(new InvalidOperationException("the browser exited")) : release.Task);
        Task<SessionLease<Gadget>> opening = rig.LeaseAsync();
        await rig.Provider.Launch.CalledAsync(2);

        SessionHealth health = rig.Manager.Health;
        Assert.Equal((SessionState.Opening, 1, "launch"), (health.State, health.FailedAttempt!.Number, health.FailedAttempt.Step));
        Assert.Equal("the browser exited", health.FailedAttempt.Reason);
        release.SetResult();
        await opening.InTime();
        Assert.Null(rig.Manager.Health.FailedAttempt);
    }

    [Fact]
    public async Task LeaseAsync_CallerCancels_OnlyHisWaitEnds()
    {
        await using Rig rig = new();
        TaskCompletionSource release = rig.Provider.Launch.Hang();
        using CancellationTokenSource mine = new();
        Task<SessionLease<Gadget>> waiting = rig.Manager.LeaseAsync(mine.Token);
        await mine.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTime());
        release.SetResult();

        Assert.Equal(1, (await rig.LeaseAsync()).Generation);
    }

    [Fact]
    public async Task LeaseAsync_FirstCaller_LeavesNoAsyncLocalsInTheLoop()
    {
        AsyncLocal<string?> ambient = new();
        await using Rig rig = new();
        string? seen = "unset";
        rig.Provider.Launch.Do(_ => seen = ambient.Value);
        ambient.Value = "the first caller's";

        await rig.LeaseAsync();

        Assert.Null(seen);
    }

    [Fact]
    public async Task Death_OfAGeneration_IsRecoveredByTheNext()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        TaskCompletionSource release = rig.Provider.Launch.Hang();

        Assert.False(rig.Manager.ShouldHalt);
        Assert.True(first.ReportDeath(Rig.Decisive()));
        Assert.True(rig.Manager.ShouldHalt);
        Assert.True(first.Lost.IsCancellationRequested);
        Assert.Equal(SessionState.Recovering, rig.Manager.Health.State);
        Assert.True(rig.Manager.ShouldHalt);
        release.SetResult();
        SessionLease<Gadget> second = await rig.LeaseAsync();

        Assert.Equal(2, second.Generation);
        Assert.False(second.IsLost);
        Assert.True(first.IsLost);
        Assert.False(rig.Manager.ShouldHalt);
        Assert.Equal(SessionState.Alive, rig.Manager.Health.State);
    }

    [Fact]
    public async Task ReportDeath_OfADeadGeneration_LeavesTheNextAlone()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        ScriptedSession old = rig.Provider.Last;
        SessionLease<Gadget> second = await rig.DieAsync(first);

        Assert.False(first.ReportDeath(Rig.Decisive()));
        old.Report(Rig.Decisive());

        Assert.False(second.IsLost);
        Assert.Equal(1, rig.Manager.Health.Deaths);
    }

    [Fact]
    public async Task ReportDeath_ThroughTheSessionsSink_EndsTheGenerationItServes()
    {
        await using Rig rig = new() { Provider = { CanReuse = true } };
        SessionLease<Gadget> first = await rig.LeaseAsync();
        SessionLease<Gadget> second = await rig.DieAsync(first, LossCause.LoggedOut);
        Assert.Single(rig.Provider.Sessions);

        rig.Provider.Last.Report(Rig.Decisive());

        Assert.True(second.IsLost);
        Assert.Equal(3, (await rig.LeaseAsync()).Generation);
    }

    [Fact]
    public async Task DisposeAsync_EndsCallsInFlightAndLeavesNoIncident()
    {
        Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        TaskCompletionSource<int> never = new();
        Task<int> call = lease.GuardAsync(_ => new ValueTask<int>(never.Task), TestContext.Current.CancellationToken).AsTask();

        await rig.Manager.DisposeAsync().InTime();
        await rig.Manager.DisposeAsync().InTime();

        SessionLostException lost = await Assert.ThrowsAsync<SessionLostException>(() => call.InTime());
        Assert.Equal(LossCause.ClosedByUs, lost.Cause);
        Assert.Equal(1, rig.Provider.End.Calls);
        Assert.Equal(0, rig.Provider.Running);
        Assert.Empty(rig.Sink.Records);
        SessionHealth health = rig.Manager.Health;
        Assert.Equal(SessionState.Closed, health.State);
        Assert.Equal(0, health.Deaths);
        Assert.False(health.DeathDetected);
        Assert.False(rig.Manager.IsDeathCascade);
        SessionUnavailableException refused = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());
        Assert.False(refused.GaveUp);
    }

    [Fact]
    public async Task DisposeAsync_SecondCaller_WaitsForTheSameEnd()
    {
        Rig rig = new();
        await rig.LeaseAsync();
        TaskCompletionSource release = rig.Provider.End.Hang();
        Task first = rig.Manager.DisposeAsync().AsTask();
        await rig.Provider.End.CalledAsync();
        Task second = rig.Manager.DisposeAsync().AsTask();

        Assert.False(second.IsCompleted);
        release.SetResult();
        await Task.WhenAll(first, second).InTime();
        Assert.Equal(0, rig.Provider.Running);
    }

    [Fact]
    public async Task DisposeAsync_BeforeAnyLease_RefusesLeases()
    {
        Rig rig = new();
        await rig.Manager.DisposeAsync().InTime();

        await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());
        Assert.Equal(0, rig.Provider.Launch.Calls);
    }

    [Fact]
    public async Task DisposeAsync_WhileALaunchIgnoresItsToken_EndsTheBrowserThatComesLate()
    {
        Rig rig = new();
        TaskCompletionSource release = rig.Provider.Launch.Hang();
        Task<SessionLease<Gadget>> waiting = rig.LeaseAsync();
        await rig.Provider.Launch.CalledAsync();
        Task disposal = rig.Manager.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<SessionUnavailableException>(() => waiting);
        release.SetResult();
        await disposal.InTime();

        Assert.Equal(1, rig.Provider.End.Calls);
        Assert.Equal(0, rig.Provider.Running);
    }

    [Fact]
    public async Task DisposeAsync_EndHangs_EndsWithinItsBudget()
    {
        // A span that no other wait has.
        Rig rig = new() { Options = { Recovery = { EndTimeout = TimeSpan.FromSeconds(7) } } };
        await rig.LeaseAsync();
        rig.Provider.End.Hang();
        Task disposal = rig.Manager.DisposeAsync().AsTask();

        await rig.Clock.PassAsync(rig.Options.Recovery.EndTimeout * 2);

        await disposal.InTime();
    }

    [Fact]
    public async Task DisposeAsync_EndThrows_IsLoggedAndForgotten()
    {
        Rig rig = new();
        await rig.LeaseAsync();
        rig.Provider.End.Fail("no such process");

        await rig.Manager.DisposeAsync().InTime();

        Assert.Contains(rig.Logger.Collector.GetSnapshot(), record => record.Message.Contains("no such process", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DisposeAsync_WhileTheOldBrowserIsBeingEnded_WaitsForItsEnd()
    {
        Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        TaskCompletionSource release = rig.Provider.End.Hang();
        lease.ReportDeath(Rig.Decisive());
        await rig.Provider.End.CalledAsync();
        Task disposal = rig.Manager.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());

        Assert.False(disposal.IsCompleted);
        release.SetResult();
        await disposal.InTime();
        Assert.Equal(0, rig.Provider.Running);
    }

    [Fact]
    public async Task DisposeAsync_SinkHangs_EndsAfterTheSinksDeadline()
    {
        Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Sink.Recorded.Hang();
        await rig.DieAsync(lease);

        await rig.Clock.PumpAsync(rig.Manager.DisposeAsync().AsTask(), TimeSpan.FromSeconds(1));

        Assert.Contains(rig.Logger.Collector.GetSnapshot(), record => record.Id.Id == 1007);
    }

    /// <summary>A loop that ends in silence leaves every waiter waiting for ever.</summary>
    [Fact]
    public async Task Supervision_FailsInAWayNobodyExpected_GivesUpAndTellsWaiters()
    {
        ScriptedProvider provider = new(static launch => new Gadget(launch));
        await using SessionManager<Gadget> manager = new(provider, Options.Create(new SessionOptions()), logger: new FaultyLogger());

        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(
            () => manager.LeaseAsync(TestContext.Current.CancellationToken).InTime());

        Assert.Contains("its supervision failed: log disk full", gaveUp.Message, StringComparison.Ordinal);
        Assert.Equal(SessionState.GivenUp, manager.Health.State);
        Assert.True(manager.ShouldHalt);
        await Deadline.Until(() => provider.Running == 0);
    }

    private sealed class FaultyLogger : ILogger<SessionManager<Gadget>>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == 1001)
            {
                throw new IOException("log disk full");
            }
        }
    }
}

namespace Holdfast.Tests;

public sealed class SessionLeaseLoginTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ConfirmLoginAsync_Member_StopsAdmissionAndReopens()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        TaskCompletionSource release = rig.Verifier!.Asked.Hang();
        Task<Identity> doubt = lease.ConfirmLoginAsync("http", "403", Test);
        await rig.Verifier.Asked.CalledAsync(2);
        int begun = 0;
        Task<int> call = lease.GuardAsync(_ => new ValueTask<int>(++begun), Test).AsTask();

        Assert.Equal(SessionState.Suspected, rig.Manager.Health.State);
        Assert.True(rig.Manager.Health.IsAlive);
        Assert.True(rig.Manager.Health.IsCheckingLogin);
        Assert.Equal(0, begun);
        release.SetResult();

        Assert.Equal(IdentityKind.Member, (await doubt.InTime()).Kind);
        Assert.Equal(1, await call.InTime());
        Assert.Equal(SessionState.Alive, rig.Manager.Health.State);
        Assert.False(rig.Manager.Health.IsCheckingLogin);
    }

    [Fact]
    public async Task ConfirmLoginAsync_TwoDoubts_ReopenAfterTheLast()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        TaskCompletionSource first = rig.Verifier!.Asked.Hang();
        Task<Identity> one = lease.ConfirmLoginAsync("http", "403", Test);
        await rig.Verifier.Asked.CalledAsync(2);
        TaskCompletionSource second = rig.Verifier.Asked.Hang();
        Task<Identity> two = lease.ConfirmLoginAsync("http", "403", Test);
        first.SetResult();
        await one.InTime();

        Assert.Equal(SessionState.Suspected, rig.Manager.Health.State);
        second.SetResult();
        await two.InTime();
        Assert.Equal(SessionState.Alive, rig.Manager.Health.State);
    }

    [Fact]
    public async Task ConfirmLoginAsync_Visitor_EndsTheGenerationAsLoggedOut()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        TaskCompletionSource release = rig.Verifier!.Asked.Hang();
        rig.Verifier.Answer = login => login.Cookies[0].Value == "s1" && rig.Verifier.Asked.Calls < 3
            ? Identity.Visitor("303 to /login?next=secret")
            : Identity.Member("ann");
        Task<Identity> doubt = lease.ConfirmLoginAsync("http", "401 for /api?token=secret", Test);
        await rig.Verifier.Asked.CalledAsync(2);
        Task<int> waiting = lease.GuardAsync(_ => new ValueTask<int>(1), Test).AsTask();
        release.SetResult();

        SessionLostException lost = await Assert.ThrowsAsync<SessionLostException>(() => doubt.InTime());
        Assert.Equal(LossCause.LoggedOut, lost.Cause);
        await Assert.ThrowsAsync<SessionLostException>(() => waiting.InTime());
        rig.Clock.Advance(rig.Options.ConfirmTimeout);
        Incident incident = await rig.Sink.FirstAsync(incident => incident.Generation == 1);
        Assert.Equal(LossCause.LoggedOut, incident.Cause);
        Assert.DoesNotContain("secret", incident.FirstSymptom, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfirmLoginAsync_ManyDoubts_OneIncidentAndTheOthersAreSymptoms()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Verifier!.Answer = _ => Identity.Visitor("401");
        rig.Provider.LogIn.Hang();

        Task<Identity>[] doubts = [.. Enumerable.Range(0, 10).Select(_ => lease.ConfirmLoginAsync("http", "401", Test))];
        foreach (Task<Identity> doubt in doubts)
        {
            await Assert.ThrowsAsync<SessionLostException>(() => doubt.InTime());
        }

        Assert.Equal(1, rig.Manager.Health.Deaths);
        Assert.Equal(9, rig.Manager.Health.SymptomsSuppressed);
    }

    [Fact]
    public async Task ConfirmLoginAsync_Unknown_LeavesItAlive()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Verifier!.Asked.Do((_, _) => Task.FromException(new HttpRequestException("502")));

        Identity identity = await lease.ConfirmLoginAsync("http", "401", Test).InTime();

        Assert.Equal(new Identity(IdentityKind.Unknown, null, "502"), identity);
        Assert.False(lease.IsLost);
        Assert.Equal(1, await lease.GuardAsync(_ => new ValueTask<int>(1), Test));
    }

    [Fact]
    public async Task ConfirmLoginAsync_NoVerifier_IsUnknown()
    {
        await using Rig rig = new() { Verifier = null };
        SessionLease<Gadget> lease = await rig.LeaseAsync();

        Assert.Equal(IdentityKind.Unknown, (await lease.ConfirmLoginAsync("http", "401", Test).InTime()).Kind);
        Assert.False(lease.IsLost);
    }

    [Fact]
    public async Task ConfirmLoginAsync_SiteHangs_IsUnknownAfterTheDeadline()
    {
        await using Rig rig = new() { Options = { IdentityTimeout = TimeSpan.FromSeconds(7) } };
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Verifier!.Asked.Hang();
        Task<Identity> doubt = lease.ConfirmLoginAsync("http", "401", Test);
        await rig.Clock.PassAsync(rig.Options.IdentityTimeout, count: 2);

        Assert.Equal("no answer within 7 s", (await doubt.InTime()).Detail);
        Assert.Equal(SessionState.Alive, rig.Manager.Health.State);
    }

    [Fact]
    public async Task ConfirmLoginAsync_AnotherName_IsLoggedOut()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Verifier!.Answer = _ => Identity.Member("bob");
        rig.Provider.LogIn.Hang();

        SessionLostException lost = await Assert.ThrowsAsync<SessionLostException>(
            () => lease.ConfirmLoginAsync("http", "403", Test).InTime());

        Assert.Equal(LossCause.LoggedOut, lost.Cause);
    }

    [Fact]
    public async Task ProveLoginAsync_QuestionAlreadyOnItsWay_WaitsForOneThatBeganAfterIt()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();

        // Recovery asks as well; here it shall not.
        rig.Provider.Launch.Hang();
        TaskCompletionSource older = rig.Verifier!.Asked.Hang();
        Task<Identity> first = lease.ProveLoginAsync(Test);
        await rig.Verifier.Asked.CalledAsync(2);
        rig.Verifier.Asked.Succeed();
        rig.Verifier.Answer = _ => Identity.Visitor("logged out since");
        Task<Identity> second = lease.ProveLoginAsync(Test);
        older.SetResult();

        // The older question still says member; whoever asked after the log-out must not be content with it.
        await Task.WhenAny(first, second).InTime();
        await Assert.ThrowsAsync<SessionLostException>(() => second.InTime());
        Assert.Equal(3, rig.Verifier.Asked.Calls);
    }

    [Fact]
    public async Task ProveLoginAsync_NoSuspicion_KeepsAdmitting()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        TaskCompletionSource release = rig.Verifier!.Asked.Hang();
        Task<Identity> proof = lease.ProveLoginAsync(Test);
        await rig.Verifier.Asked.CalledAsync(2);

        Assert.Equal(1, await lease.GuardAsync(_ => new ValueTask<int>(1), Test));
        release.SetResult();
        Assert.Equal("ann", (await proof.InTime()).Name);
    }

    [Fact]
    public async Task ConfirmLoginAsync_DiesOfSomethingElse_EndsAtOnce()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Verifier!.Asked.Hang();
        Task<Identity> doubt = lease.ConfirmLoginAsync("http", "401", Test);
        Task<int> waiting = lease.GuardAsync(_ => new ValueTask<int>(1), Test).AsTask();

        lease.ReportDeath(Rig.Decisive());

        Assert.Equal(LossCause.BrowserExited, (await Assert.ThrowsAsync<SessionLostException>(() => doubt.InTime())).Cause);
        await Assert.ThrowsAsync<SessionLostException>(() => waiting.InTime());
    }

    [Fact]
    public async Task GuardAsync_CancelledWhileSuspected_EndsAtOnce()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Verifier!.Asked.Hang();
        using CancellationTokenSource mine = new();
        Task<Identity> doubt = lease.ConfirmLoginAsync("http", "401", mine.Token);
        Task<int> waiting = lease.GuardAsync(_ => new ValueTask<int>(1), mine.Token).AsTask();

        await mine.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTime());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => doubt.InTime());
        Assert.False(lease.IsLost);
        Assert.Equal(SessionState.Alive, rig.Manager.Health.State);
    }

    [Fact]
    public async Task UseAsync_SuspectedAndConfirmed_EndsTheGeneration()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        TaskCompletionSource<Verdict> resolved = new();
        rig.Provider.Classify = static _ => new Verdict(VerdictKind.Suspected, LossCause.TabLost, "row 10");
        rig.Provider.Confirm = (_, _) => resolved.Task;
        Task<int> call = lease.UseAsync<int>(_ => throw new InvalidOperationException("no such window"), Test).AsTask();

        Assert.Equal(SessionState.Suspected, rig.Manager.Health.State);
        resolved.SetResult(new Verdict(VerdictKind.Dead, LossCause.WindowClosed, "row 10"));

        SessionLostException lost = await Assert.ThrowsAsync<SessionLostException>(() => call.InTime());
        Assert.Equal(LossCause.WindowClosed, lost.Cause);
    }

    [Fact]
    public async Task UseAsync_SuspectedAndDismissed_IsTheCallsOwnFailure()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Provider.Classify = static _ => new Verdict(VerdictKind.Suspected, LossCause.TabLost, "row 8");

        await Assert.ThrowsAsync<InvalidOperationException>(() => lease.UseAsync<int>(_ => throw new InvalidOperationException(), Test).InTime());

        Assert.Equal(SessionState.Alive, rig.Manager.Health.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UseAsync_SuspicionNotResolvedInTime_IsTheCallsOwnFailure(bool throws)
    {
        await using Rig rig = new() { Options = { ConfirmTimeout = TimeSpan.FromMilliseconds(170) } };
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Provider.Classify = static _ => new Verdict(VerdictKind.Suspected, LossCause.TabLost, "row 8");
        rig.Provider.Confirm = (_, _) => throws ? throw new NotSupportedException() : new TaskCompletionSource<Verdict>().Task;
        Task<int> call = lease.UseAsync<int>(_ => throw new InvalidOperationException("detached"), Test).AsTask();
        await rig.Clock.PassAsync(rig.Options.ConfirmTimeout);

        Assert.Equal("detached", (await Assert.ThrowsAsync<InvalidOperationException>(() => call.InTime())).Message);
        Assert.False(lease.IsLost);
        Assert.Equal(SessionState.Alive, rig.Manager.Health.State);
    }

    [Fact]
    public async Task UseAsync_DiesWhileASuspicionIsResolved_EndsAtOnce()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Provider.Classify = static _ => new Verdict(VerdictKind.Suspected, LossCause.TabLost, "row 8");
        rig.Provider.Confirm = static (_, _) => new TaskCompletionSource<Verdict>().Task;
        Task<int> call = lease.UseAsync<int>(_ => throw new InvalidOperationException("detached"), Test).AsTask();

        lease.ReportDeath(Rig.Decisive());

        await Assert.ThrowsAsync<SessionLostException>(() => call.InTime());
    }
}

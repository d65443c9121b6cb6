namespace Holdfast.Tests;

/// <summary>The phase is written in one place; these look at it there.</summary>
public sealed class SessionManagerPhaseTests
{
    [Fact]
    public async Task Phase_FromFirstLeaseToClosing_IsWrittenAtEachStep()
    {
        await using Rig rig = new();
        Assert.Equal((PhaseKind.NotStarted, SessionParts.Nothing), (rig.Manager.Phase.Kind, rig.Manager.Phase.Parts));
        TaskCompletionSource launched = rig.Provider.Launch.Hang();
        Task<SessionLease<Gadget>> waiting = rig.LeaseAsync();
        await rig.Provider.Launch.CalledAsync();
        Assert.Equal((PhaseKind.Opening, 1), (rig.Manager.Phase.Kind, rig.Manager.Phase.Newest!.Generation));
        Assert.Null(rig.Manager.Phase.Held);
        launched.SetResult();
        SessionLease<Gadget> lease = await waiting;
        Assert.Equal((PhaseKind.Live, SessionParts.Whole), (rig.Manager.Phase.Kind, rig.Manager.Phase.Parts));
        Assert.Same(lease, rig.Manager.Phase.Held);

        launched = rig.Provider.Launch.Hang();
        rig.Kill(lease);
        Assert.Equal(PhaseKind.Recovering, rig.Manager.Phase.Kind);
        await rig.Provider.Launch.CalledAsync(2);
        SessionPhase<Gadget> recovering = rig.Manager.Phase;
        Assert.Equal((SessionParts.LoginAlone, 2), (recovering.Parts, recovering.Newest!.Generation));
        Assert.Same(lease, recovering.Held);
        launched.SetResult();
        Assert.Equal(2, (await rig.LeaseAsync()).Generation);

        await rig.Manager.DisposeAsync().InTime();
        Assert.Equal((PhaseKind.Closed, SessionParts.Nothing), (rig.Manager.Phase.Kind, rig.Manager.Phase.Parts));
    }

    /// <summary>A site that logs us out leaves the browser, and a lost tab the login.</summary>
    [Theory]
    [InlineData(LossCause.LoggedOut)]
    [InlineData(LossCause.TabLost)]
    public async Task Phase_AfterADeath_SaysWhatIsLeft(LossCause cause)
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Provider.CanReuse = true;
        SessionParts? seen = null;
        rig.Provider.Canary.Do(_ => seen = rig.Manager.Phase.Parts);

        await rig.DieAsync(lease, cause);

        Assert.Equal(SessionParts.After(cause), seen);
    }

    /// <summary>What a closed session's loop was about to enter comes too late; it is no bug.</summary>
    [Fact]
    public async Task Enter_SessionIsOver_ChangesNothing()
    {
        await using Rig rig = new();
        await rig.Manager.DisposeAsync().InTime();

        Assert.Null(rig.Manager.Enter(static phase => phase.Begin()));
        Assert.Equal(PhaseKind.Closed, rig.Manager.Phase.Kind);
    }

    [Fact]
    public async Task Enter_PhaseThatMustNotFollow_IsABugAndChangesNothing()
    {
        await using Rig rig = new();
        SessionPhase<Gadget> before = rig.Manager.Phase;

        InvalidOperationException bug = Assert.Throws<InvalidOperationException>(
            () => rig.Manager.Enter(phase => phase.Publish(new SessionLease<Gadget>(rig.Manager, 1))));

        Assert.StartsWith("Session 'test' went from NotStarted to Live, which it never should.", bug.Message, StringComparison.Ordinal);
        Assert.Same(before, rig.Manager.Phase);
    }

    /// <summary>What is said of a generation that nobody holds any more, or yet, changes nothing.</summary>
    [Fact]
    public async Task Phase_WordOfAnotherGeneration_ChangesNothing()
    {
        await using Rig rig = new();
        await rig.LeaseAsync();
        SessionPhase<Gadget> live = rig.Manager.Phase;
        SessionLease<Gadget> other = new(rig.Manager, 7);

        Assert.Same(live, live.Lose(other));
        Assert.Same(live, live.Hear(other, isSilent: true));
        Assert.Same(live, live.Hear(live.Held!, isSilent: false));
        Assert.Equal(BrowserPart.Silent, live.Hear(live.Held!, isSilent: true).Parts.Browser);
        Assert.Equal(PhaseKind.Recovering, live.Lose(live.Held!).Kind);
    }

    /// <summary>A session that was given up stays so: whoever asks after its closing learns why there is none.</summary>
    [Fact]
    public async Task DisposeAsync_SessionWasGivenUp_KeepsTheReason()
    {
        Rig rig = new() { Options = { Recovery = { MaxRestarts = 0 } } };
        rig.Provider.LogIn.Fail("no such page");
        SessionUnavailableException before = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());

        await rig.Manager.DisposeAsync().InTime();

        SessionUnavailableException after = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());
        Assert.Equal((before.Message, true), (after.Message, after.GaveUp));
        Assert.Equal(SessionState.GivenUp, rig.Manager.Health.State);
    }
}

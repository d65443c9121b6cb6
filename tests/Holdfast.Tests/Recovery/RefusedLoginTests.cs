namespace Holdfast.Tests;

/// <summary>A login that the site refuses is tried once: sites lock accounts.</summary>
public sealed class RefusedLoginTests
{
    private static readonly ShownPage s_loginForm = new(new Uri("https://site.test/members"), AsksForPassword: true);
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Open_HookSaysRefused_IsTriedOnce()
    {
        await using Rig rig = new();
        rig.Provider.LogIn.Do((_, _) => Task.FromException(new LoginRefusedException("wrong password for https://ann:secret@site.test/")));

        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());

        Assert.True(gaveUp is { GaveUp: true, IsLoginRefused: true, IsHookFault: false, IsSiteDown: false });
        Assert.Equal(
            "Session 'test' was given up: the site refused the login. Last failure: log-in: wrong password for https://site.test/.", gaveUp.Message);
        Assert.Equal((1, 1), (rig.Provider.Launch.Calls, rig.Provider.LogIn.Calls));
        await Deadline.Until(() => rig.Provider.Running == 0);
    }

    [Fact]
    public async Task Open_DriverWrapsTheRefusal_IsTriedOnce()
    {
        await using Rig rig = new();
        rig.Provider.IsDriverFault = static exception => exception is AggregateException;
        rig.Provider.LogIn.Do((_, _) => Task.FromException(new AggregateException(new TimeoutException("x"), new LoginRefusedException("locked"))));

        Assert.True((await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync())).IsLoginRefused);
        Assert.Equal(1, rig.Provider.LogIn.Calls);
    }

    [Fact]
    public async Task Open_VisitorBeforeTheLoginPage_IsTriedOnce()
    {
        await using Rig rig = new() { Provider = { ShownPage = s_loginForm } };
        rig.Verifier!.Answer = static _ => Identity.Visitor("401");

        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        await rig.Clock.PassAsync(s_apart);
        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => lease);

        Assert.True(gaveUp.IsLoginRefused);
        Assert.Contains("verify: the log-in hook returned, but 401, and the browser shows the login page", gaveUp.Message, StringComparison.Ordinal);
        Assert.Equal(1, rig.Provider.LogIn.Calls);
    }

    /// <summary>A click may return before its page has come: what is seen then is the form that is just being sent.</summary>
    [Fact]
    public async Task Open_HookReturnsBeforeTheFormIsSent_IsLookedAtAgain()
    {
        await using Rig rig = new() { Provider = { ShownPage = s_loginForm } };
        rig.Verifier!.Answer = static _ => Identity.Visitor("401");

        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        await Task.WhenAny(rig.Clock.TimerAsync(s_apart), lease);
        rig.Verifier.Answer = static _ => Identity.Member("ann");
        rig.Provider.Captured = static _ => new LoginSnapshot([], "of the second look", "en");
        rig.Clock.Advance(s_apart);

        Assert.Equal("of the second look", (await lease).Login!.UserAgent);
        Assert.Equal((1, 2), (rig.Provider.LogIn.Calls, rig.Verifier.Asked.Calls));
    }

    [Fact]
    public async Task Open_MemberBeforeAPasswordField_IsLoggedIn()
    {
        await using Rig rig = new() { Provider = { ShownPage = s_loginForm } };

        Assert.Equal(1, (await rig.LeaseAsync()).Generation);
    }

    /// <summary>A site may be slow to know us: that is no refusal.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_VisitorBeforeAnotherPage_IsTriedAgain(bool isKnown)
    {
        await using Rig rig = new() { Provider = { ShownPage = isKnown ? new(new Uri("https://site.test/home"), AsksForPassword: false) : null } };
        rig.Verifier!.Answer = _ => rig.Provider.LogIn.Calls < 3 ? Identity.Visitor("401") : Identity.Member("ann");

        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        await rig.Clock.PassAsync(s_apart);
        await rig.Clock.PassAsync(s_apart, 2);
        await lease;

        Assert.Equal(3, rig.Provider.LogIn.Calls);
    }

    [Fact]
    public async Task Recovery_PasswordNoLongerRight_TriesOnceMoreAndClosesTheIncident()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Provider.ShownPage = s_loginForm;
        rig.Verifier!.Answer = static _ => Identity.Visitor("401");
        rig.Kill(first, LossCause.LoggedOut);

        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        await rig.Clock.PassAsync(s_apart);
        Assert.True((await Assert.ThrowsAsync<SessionUnavailableException>(() => lease)).IsLoginRefused);

        Assert.Equal(2, rig.Provider.LogIn.Calls);
        Incident incident = await rig.Sink.OutcomeAsync(1, IncidentOutcome.GaveUp);
        Assert.Equal(("login-page", "ok"), (incident.Steps[^1].Name, incident.Steps[^1].Outcome));
    }

    [Fact]
    public async Task Open_LoginIsHeld_LaunchesNoBrowserAndSaysUntilWhen()
    {
        Limit limit = new() { Held = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)) };
        await using Rig rig = new() { LoginLimit = limit };

        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());

        Assert.True(gaveUp.IsLoginRefused);
        Assert.Contains("no login is tried before 2026-01-02 02:04:05Z", gaveUp.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (rig.Provider.Launch.Calls, rig.Provider.LogIn.Calls, limit.Refused));
    }

    [Fact]
    public async Task Recovery_LoginIsHeld_GoesOnWithTheCookiesOfBefore()
    {
        Limit limit = new();
        await using Rig rig = new() { LoginLimit = limit };
        SessionLease<Gadget> first = await rig.LeaseAsync();
        limit.Held = DateTimeOffset.MaxValue;

        SessionLease<Gadget> second = await rig.DieAsync(first);

        Assert.Equal((2, 1), (second.Generation, rig.Provider.LogIn.Calls));
    }

    [Fact]
    public async Task Open_RefusalCannotBeKept_IsTriedOnceAllTheSame()
    {
        await using Rig rig = new() { LoginLimit = new Limit { Fails = true } };
        rig.Provider.LogIn.Do((_, _) => Task.FromException(new LoginRefusedException("no")));

        Assert.True((await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync())).IsLoginRefused);

        Assert.Equal(1, rig.Provider.LogIn.Calls);
        Assert.Contains(rig.Logger.Collector.GetSnapshot(), record => record.Id.Id == 1031);
    }

    private sealed class Limit : ILoginLimit
    {
        public DateTimeOffset? Held { get; set; }

        public bool Fails { get; init; }

        public int Refused { get; private set; }

        public Task<DateTimeOffset?> HeldUntilAsync(CancellationToken cancellationToken) => Task.FromResult(Held);

        public Task RefusedAsync(CancellationToken cancellationToken)
        {
            Refused++;
            return Fails ? Task.FromException(new InvalidOperationException("the disk is full")) : Task.CompletedTask;
        }
    }
}

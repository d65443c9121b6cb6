namespace Holdfast.Tests;

/// <summary>A hook that waits in vain for what comes after the login says nothing of the password. The site and the page do, looked at twice.</summary>
public sealed class FailedLoginTests
{
    private static readonly ShownPage s_loginForm = new(new Uri("https://site.test/members"), AsksForPassword: true);
    private static readonly ShownPage s_home = new(new Uri("https://site.test/home"), AsksForPassword: false);
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(20);

    private readonly CountingLimit _limit = new();

    [Fact]
    public async Task Open_HookWaitsInVainBeforeTheLoginPage_IsTriedOnce()
    {
        await using Rig rig = Make(new TimeoutException("Timed out after 10 seconds"));

        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        await rig.Clock.PassAsync(s_apart);
        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => lease);

        Assert.True(gaveUp is { IsLoginRefused: true, IsHookFault: false });
        Assert.Equal(
            "Session 'test' was given up: the site refused the login. Last failure: log-in: Timed out after 10 seconds; 401, and the browser still shows the "
            + "login page: check user name, password and hook.",
            gaveUp.Message);
        Assert.Equal((1, 1, 2, 1), (rig.Provider.Launch.Calls, rig.Provider.LogIn.Calls, rig.Verifier!.Asked.Calls, _limit.Refused));
        Assert.Contains(rig.Logger.Collector.GetSnapshot(), static record => record.Id.Id == 1033);
    }

    /// <summary>A hook that does not end in time is no different.</summary>
    [Fact]
    public async Task Open_HookDoesNotEndBeforeTheLoginPage_IsTriedOnce()
    {
        await using Rig rig = Make(thrown: null);
        rig.Provider.LogIn.Hang();

        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        await rig.Clock.PassAsync(rig.Options.Recovery.LogInTimeout);
        await rig.Clock.PassAsync(s_apart);

        Assert.True((await Assert.ThrowsAsync<SessionUnavailableException>(() => lease)).IsLoginRefused);
        Assert.Equal((1, 1), (rig.Provider.LogIn.Calls, _limit.Refused));
    }

    /// <summary>A hook that tells of a wrong password in its own words is not run again anyway; but it counts for the next start.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Open_HookThrowsItsOwnBeforeTheLoginPage_CountsAsRefused(bool visitorLater, int refused)
    {
        await using Rig rig = Make(new InvalidOperationException("wrong password"));

        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        await Task.WhenAny(rig.Clock.TimerAsync(s_apart), lease);
        rig.Verifier!.Answer = _ => visitorLater ? Identity.Visitor("401") : Identity.Member("ann");
        rig.Clock.Advance(s_apart);
        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => lease);

        Assert.Equal((visitorLater, !visitorLater), (gaveUp.IsLoginRefused, gaveUp.IsHookFault));
        Assert.Contains("log-in: the log-in hook threw InvalidOperationException: wrong password", gaveUp.Message, StringComparison.Ordinal);
        Assert.Equal((1, refused), (rig.Provider.LogIn.Calls, _limit.Refused));
        Assert.Single(rig.Logger.Collector.GetSnapshot(), static record => record.Id.Id == 1030);
    }

    [Fact]
    public async Task Open_HookThrowsItsOwnBeforeItDidAnything_DoesNotCount()
    {
        await using Rig rig = Make(new InvalidOperationException("no user name"));
        rig.Provider.ShownPage = s_loginForm with { IsUntouched = true };

        Assert.True((await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync())).IsHookFault);
        Assert.Equal((1, 0, 0), (rig.Provider.LogIn.Calls, _limit.Refused, rig.Clock.Timers(s_apart)));
    }

    /// <summary>The site answers the login a while after the hook has lost its patience.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_SlowSite_IsNotRefused(bool pageChangesFirst)
    {
        await using Rig rig = Make(new TimeoutException("Timed out after 10 seconds"), failures: 1);

        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        await rig.Clock.TimerAsync(s_apart);
        rig.Provider.ShownPage = pageChangesFirst ? s_home : s_loginForm;
        rig.Verifier!.Answer = _ => !pageChangesFirst || rig.Provider.LogIn.Calls > 1 ? Identity.Member("ann") : Identity.Visitor("401");
        rig.Clock.Advance(s_apart);
        await lease;

        Assert.Equal((2, 0), (rig.Provider.LogIn.Calls, _limit.Refused));
    }

    /// <summary>A site that slows down whoever it has just refused gets no password again before it has said so.</summary>
    [Fact]
    public async Task Open_SiteAsksForAPauseAtTheLook_IsAskedAfterItAndNotLoggedInAgain()
    {
        TimeSpan pause = TimeSpan.FromSeconds(77);
        await using Rig rig = Make(new TimeoutException("Timed out after 10 seconds"));
        int asked = 0;
        rig.Verifier!.Answer = _ => ++asked == 1 ? Identity.Unknown("429") with { AskAgainAfter = pause } : Identity.Visitor("401");

        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        await rig.Clock.PassAsync(pause);
        await rig.Clock.PassAsync(s_apart);

        Assert.True((await Assert.ThrowsAsync<SessionUnavailableException>(() => lease)).IsLoginRefused);
        Assert.Equal((1, 1), (rig.Provider.LogIn.Calls, _limit.Refused));
    }

    public static TheoryData<string> NoRefusals => ["another page", "no page", "only looked", "member", "cannot say", "no answer"];

    /// <summary>Nothing is waited for where the first look says enough.</summary>
    [Theory]
    [MemberData(nameof(NoRefusals))]
    public async Task Open_NoSignOfARefusal_IsTriedAgainAtOnce(string sight)
    {
        await using Rig rig = Make(new TimeoutException("late"), failures: 1);
        rig.Provider.ShownPage = sight switch
        {
            "another page" => s_home,
            "no page" => null,
            "only looked" => s_loginForm with { IsUntouched = true },
            _ => s_loginForm,
        };
        bool asked = false;
        rig.Verifier!.Answer = _ => rig.Provider.LogIn.Calls > 1 ? Identity.Member("ann") : (asked = true, sight) switch
        {
            (_, "member") => Identity.Member("ann"),
            (_, "cannot say") => Identity.Unknown("502"),
            _ => Identity.Visitor("401"),
        };
        if (sight == "no answer")
        {
            rig.Verifier.Asked.Do(static (call, _) => call == 1 ? Task.FromException(new HttpRequestException("502")) : Task.CompletedTask);
        }

        await rig.LeaseAsync();

        Assert.Equal((2, 0, 0), (rig.Provider.LogIn.Calls, _limit.Refused, rig.Clock.Timers(s_apart)));
        Assert.Equal(sight is "member" or "cannot say" or "no answer", asked);
    }

    [Fact]
    public async Task Open_HookSaysItIsNoRefusal_IsTriedAgainAtOnce()
    {
        await using Rig rig = Make(new InvalidOperationException("no login", new LoginFailedException("the wiki is read-only")), failures: 1);
        rig.Verifier!.Answer = _ => rig.Provider.LogIn.Calls > 1 ? Identity.Member("ann") : Identity.Visitor("401");

        await rig.LeaseAsync();

        Assert.Equal((2, 0, 0), (rig.Provider.LogIn.Calls, _limit.Refused, rig.Clock.Timers(s_apart)));
    }

    [Fact]
    public async Task Open_BrowserDiesBetweenTheLooks_IsTriedAgain()
    {
        await using Rig rig = Make(new TimeoutException("late"), failures: 1);

        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        await rig.Clock.TimerAsync(s_apart);
        rig.Verifier!.Answer = _ => rig.Provider.LogIn.Calls > 1 ? Identity.Member("ann") : Identity.Visitor("401");
        rig.Report(Rig.Decisive());

        Assert.Equal(2, (await lease).Generation);
        Assert.Equal((2, 0), (rig.Provider.LogIn.Calls, _limit.Refused));
    }

    [Fact]
    public async Task Open_NobodyCanBeAsked_IsTriedAgain()
    {
        await using Rig rig = new() { Verifier = null, Provider = { ShownPage = s_loginForm } };
        rig.Provider.LogIn.Do(static (call, _) => call == 1 ? Task.FromException(new TimeoutException("late")) : Task.CompletedTask);

        await rig.LeaseAsync();

        Assert.Equal(2, rig.Provider.LogIn.Calls);
    }

    private Rig Make(Exception? thrown, int failures = int.MaxValue)
    {
        Rig rig = new() { LoginLimit = _limit, Provider = { ShownPage = s_loginForm } };
        rig.Verifier!.Answer = static _ => Identity.Visitor("401");
        rig.Provider.LogIn.Do((call, _) => thrown is not null && call <= failures ? Task.FromException(thrown) : Task.CompletedTask);
        return rig;
    }

    private sealed class CountingLimit : ILoginLimit
    {
        private int _refused;

        public int Refused => Volatile.Read(ref _refused);

        public Task<DateTimeOffset?> HeldUntilAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);

        public Task RefusedAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _refused);
            return Task.CompletedTask;
        }
    }
}

using System.Net.Sockets;
using System.Text.Json;

namespace Holdfast.Tests;

/// <summary>A hook that throws an exception of its own would throw it again.</summary>
public sealed class HookFaultTests
{
    [Fact]
    public async Task Open_LogInHookThrowsItsOwn_IsTriedOnceAndTheLogHasWhere()
    {
        await using Rig rig = new();
        rig.Provider.LogIn.Do(static _ => throw new KinException("no user name in https://site.test/?token=abc"));

        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());

        Assert.True(gaveUp is { GaveUp: true, IsHookFault: true, IsLoginRefused: false });
        Assert.Equal(
            "Session 'test' was given up: a hook of this program failed. Last failure: log-in: the log-in hook threw KinException: "
            + "no user name in https://site.test/?....",
            gaveUp.Message);
        Assert.Equal((1, 1), (rig.Provider.Launch.Calls, rig.Provider.LogIn.Calls));
        string logged = Assert.Single(rig.Logger.Collector.GetSnapshot(), record => record.Id.Id == 1030).Exception!.ToString();
        Assert.Contains($"   at {typeof(HookFaultTests).FullName}", logged, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", logged, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", gaveUp.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WhoAmIHookThrowsItsOwn_IsAskedOnce()
    {
        await using Rig rig = new();
        rig.Verifier!.Asked.Fail("Sequence contains no elements");

        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());

        Assert.True(gaveUp.IsHookFault);
        Assert.Contains("verify: the who-am-I hook threw InvalidOperationException: Sequence contains no elements", gaveUp.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (rig.Provider.Launch.Calls, rig.Verifier.Asked.Calls));
    }

    /// <summary>What looks for an element and finds none is the hook's, whoever made the list.</summary>
    [Fact]
    public async Task Recovery_LogInHookFindsNothing_IsTriedOnce()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Verifier!.Answer = static _ => Identity.Visitor("401");
        rig.Provider.LogIn.Do(static (_, _) => Task.FromResult(Array.Empty<string>().First()));
        rig.Kill(first, LossCause.LoggedOut);

        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());

        Assert.True(gaveUp.IsHookFault);
        Assert.Contains("the log-in hook threw InvalidOperationException: Sequence contains no elements", gaveUp.Message, StringComparison.Ordinal);
        Assert.Equal((2, 2), (rig.Provider.Launch.Calls, rig.Provider.LogIn.Calls));
        Assert.Equal(IncidentOutcome.GaveUp, (await rig.Sink.OutcomeAsync(1, IncidentOutcome.GaveUp)).Outcome);
    }

    [Fact]
    public async Task Recovery_WhoAmIHookThrowsItsOwn_IsAskedOnce()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Verifier!.Asked.Fail("it broke");
        rig.Kill(first);

        Assert.True((await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync())).IsHookFault);
        Assert.Equal((2, 2, 1), (rig.Provider.Launch.Calls, rig.Verifier.Asked.Calls, rig.Provider.LogIn.Calls));
    }

    /// <summary>Nothing could be proven any more, and so nothing committed: it is no use to go on until the failures are too many.</summary>
    [Fact]
    public async Task InUse_WhoAmIHookThrowsItsOwn_EndsTheSessionOnce()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Verifier!.Asked.Do(static _ => throw new KinException("no member in https://site.test/?token=abc"));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Assert.ThrowsAsync<SessionLostException>(
            () => lease.ProveLoginAsync(TestContext.Current.CancellationToken).InTime())));
        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());

        Assert.True(gaveUp is { GaveUp: true, IsHookFault: true, IsSiteDown: false });
        Assert.Equal(
            "Session 'test' was given up: a hook of this program failed. Last failure: verify: the who-am-I hook threw KinException: "
            + "no member in https://site.test/?....",
            gaveUp.Message);
        Assert.Equal((1, 1, 0), (rig.Provider.Launch.Calls, rig.Provider.LogIn.Calls, rig.Manager.Health.Deaths));
        Assert.Equal(SessionState.GivenUp, rig.Manager.Health.State);
        string logged = Assert.Single(rig.Logger.Collector.GetSnapshot(), static record => record.Id.Id == 1030).Exception!.ToString();
        Assert.Contains($"   at {typeof(HookFaultTests).FullName}", logged, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", logged, StringComparison.Ordinal);
        await Deadline.Until(() => rig.Provider.Running == 0);
    }

    [Fact]
    public async Task InUse_WhoAmIHookCannotReadTheAnswer_CannotSay()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Verifier!.Asked.Do(static (_, _) => Task.FromResult(JsonDocument.Parse("<html>back soon</html>")));

        Assert.Equal(IdentityKind.Unknown, (await lease.ProveLoginAsync(TestContext.Current.CancellationToken).InTime()).Kind);
        Assert.False(lease.IsLost);
    }

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task InUse_NotTheHooksOwn_CannotSay(Exception thrown)
    {
        await using Rig rig = new() { Provider = { IsDriverFault = static exception => exception is DriverException } };
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Verifier!.Asked.Do((_, _) => Task.FromException(thrown));

        Assert.Equal(IdentityKind.Unknown, (await lease.ProveLoginAsync(TestContext.Current.CancellationToken).InTime()).Kind);
        Assert.False(lease.IsLost);
    }

    /// <summary>What a hook throws that is cancelled, since the session died, is nobody's fault.</summary>
    [Fact]
    public async Task InUse_SessionDiesUnderTheQuestion_IsRecovered()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Verifier!.Asked.Do(static async (call, token) =>
        {
            if (call == 2)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new KinException("there is no member");
            }
        });
        Task<Identity> question = lease.ProveLoginAsync(TestContext.Current.CancellationToken).InTime();
        await rig.Verifier.Asked.CalledAsync(2);

        Assert.Equal(2, (await rig.DieAsync(lease)).Generation);
        await Assert.ThrowsAsync<SessionLostException>(() => question);
    }

    /// <summary>A hook that has read the site's answers before cannot read this one: the site answers something else for a while.</summary>
    [Fact]
    public async Task Recovery_WhoAmIHookCannotReadTheAnswer_WaitsForTheSite()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Verifier!.Asked.Do(static (_, _) => Task.FromResult(JsonDocument.Parse("<html>back soon</html>")));
        rig.Kill(first);
        await rig.Verifier.Asked.CalledAsync(2);
        rig.Verifier.Asked.Succeed();
        await rig.Clock.PassAsync(TimeSpan.FromSeconds(1));
        await rig.LeaseAsync();

        Assert.Equal((2, 1), (rig.Provider.Launch.Calls, rig.Provider.LogIn.Calls));
    }

    /// <summary>What a dying browser makes of a hook may look like the hook's own fault.</summary>
    [Fact]
    public async Task Open_BrowserDoesNotAnswerAfterTheHook_IsTriedAgain()
    {
        await using Rig rig = new();
        rig.Provider.LogIn.Do(static call =>
        {
            if (call == 1)
            {
                throw new KinException("the page has no title");
            }
        });
        rig.Provider.Canary.Do(static call =>
        {
            if (call == 1)
            {
                throw new TimeoutException("the browser is gone");
            }
        });

        await rig.LeaseAsync();

        Assert.Equal((2, 2), (rig.Provider.Launch.Calls, rig.Provider.LogIn.Calls));
    }

    [Fact]
    public async Task Open_SessionDiesUnderTheHook_IsTriedAgain()
    {
        await using Rig rig = new();
        rig.Provider.LogIn.Do(call =>
        {
            if (call == 1)
            {
                rig.Report(Rig.Decisive());
                throw new KinException("the page has no title");
            }
        });

        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
    }

    public static TheoryData<Exception> Transient =>
    [
        new HttpRequestException("502"),
        new TimeoutException("late"),
        new TaskCanceledException("late"),
        new SocketException((int)SocketError.ConnectionReset),
        new IOException("broken pipe"),
        new AggregateException(new KinException("no login", new HttpRequestException("502"))),
        new KinException("no login", new TimeoutException("late")),
        new DriverException(),
        new KinException("no login", new DriverException()),
    ];

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task Open_NotTheHooksOwn_IsTriedAgain(Exception thrown)
    {
        await using Rig rig = new() { Provider = { IsDriverFault = static exception => exception is DriverException } };
        rig.Provider.LogIn.Do((call, _) => call == 1 ? Task.FromException(thrown) : Task.CompletedTask);

        await rig.LeaseAsync();

        Assert.Equal(2, rig.Provider.LogIn.Calls);
    }

    public static TheoryData<Exception> Own =>
    [
        new KinException("no"),
        new ArgumentNullException("user"),
        new FileNotFoundException("no password"),
        new UnauthorizedAccessException("no password"),
        new KinException("no", new FormatException("not a number")),
    ];

    [Theory]
    [MemberData(nameof(Own))]
    public async Task Open_TheHooksOwn_IsNot(Exception thrown)
    {
        await using Rig rig = new();
        rig.Provider.LogIn.Do((_, _) => Task.FromException(thrown));

        Assert.True((await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync())).IsHookFault);
        Assert.Equal(1, rig.Provider.LogIn.Calls);
    }

    /// <summary>Nobody installs a display while the first start waits; a browser that was there before may come back.</summary>
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 4)]
    public async Task Launch_SomethingIsMissing_IsTriedOnceAtTheStartOnly(bool later, int launches)
    {
        await using Rig rig = new();
        SessionLease<Gadget>? first = later ? await rig.LeaseAsync() : null;
        rig.Provider.Launch.Do(static (_, _) => Task.FromException(new SessionSetupException("no display")));
        if (first is not null)
        {
            rig.Kill(first);
        }

        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());

        Assert.IsType<SessionSetupException>(gaveUp.InnerException?.InnerException);
        Assert.Equal(launches, rig.Provider.Launch.Calls);
    }

    private sealed class DriverException : Exception;

    private sealed class KinException(string message, Exception? inner = null) : Exception(message, inner);
}

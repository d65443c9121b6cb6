using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Http.Tests;

/// <summary>What stands in front of the site is told from a log-out by the login page, which is where it was at the last good login, or is not.</summary>
public sealed class LoginPageSightTests
{
    private volatile string _front = "none";
    private int _sent;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("redirect")]
    [InlineData("403")]
    [InlineData("401")]
    public async Task Answer_PageStandsInFrontOfTheSite_IsWaitedForAndTheCallRepeated(string front)
    {
        await using TestSite site = await TestSite.StartAsync(AnswerAsync);
        await using HttpRig rig = await StartAsync(site);
        Stand(site, front);

        Task<HttpResponseMessage> call = rig.Client.GetAsync("/x", Token);
        await LookedAsync(site, 2);
        Go(site);

        using HttpResponseMessage answer = await call;
        Assert.Equal("fine", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal((false, 2, 1), (rig.Lease.IsLost, _sent, rig.Browser.LogIn.Calls));
        await rig.Batch.ProveAsync(Token);
    }

    /// <summary>The question of the second call begins when the first one's has waited, and finds the page gone.</summary>
    [Fact]
    public async Task Answer_ManyCallsMeetThePage_EachIsRepeated()
    {
        TaskCompletionSource together = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int met = 0;
        await using TestSite site = await TestSite.StartAsync(async (one, context) =>
        {
            if (context.Request.Path == "/x" && _front == "403")
            {
                // The first suspicion lets no further call out: all are on their way before it.
                _ = Interlocked.Increment(ref met) == 4 && together.TrySetResult();
                await together.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
            }

            await AnswerAsync(one, context);
        });
        await using HttpRig rig = await StartAsync(site);
        Stand(site, "403");

        Task<string>[] calls = [.. Enumerable.Range(0, 4).Select(_ => rig.Client.GetStringAsync("/x", Token))];
        await LookedAsync(site, 2);
        Go(site);

        Assert.All(await Task.WhenAll(calls), static text => Assert.Equal("fine", text));
        Assert.Equal((false, 1), (rig.Lease.IsLost, rig.Browser.LogIn.Calls));
    }

    /// <summary>Whoever sends no cookie gets another address of the login page each time from some servers.</summary>
    [Theory]
    [InlineData("/login;jsessionid=0A1B2C3D4E5F60718293A4B5C6D7E8F9", "/login")]
    [InlineData("/(S(lit3py55t21z5v55vlm25s55))/login.aspx", "/*/login.aspx")]
    [InlineData("/authorize/5f1c9f0e-7a9b-4a43-9b5e-5a4a1b3c9d21/form", "/authorize/*/form")]
    [InlineData("/en/account-and-settings/login", "/en/account-and-settings/login")]
    public void LoginPageEnd_PartsThatChange_AreNoneOfIts(string path, string expected) =>
        Assert.Equal(expected, LoginPageEnd.Of(new Uri("https://k.test" + path), 200).Path);

    /// <summary>Whether the site had it as well nobody knows.</summary>
    [Fact]
    public async Task Answer_ToWhatMustNotBeRepeated_FailsAndIsNotSentAgain()
    {
        await using TestSite site = await TestSite.StartAsync(AnswerAsync);
        await using HttpRig rig = await StartAsync(site);
        Stand(site, "403");

        Task<HttpResponseMessage> call = rig.Client.PostAsync("/x", null, Token);
        await LookedAsync(site, 2);
        Go(site);

        HttpRequestException failed = await Assert.ThrowsAsync<HttpRequestException>(() => call);
        Assert.Contains("in front of the site", failed.Message, StringComparison.Ordinal);
        Assert.Equal((false, 1), (rig.Lease.IsLost, _sent));
    }

    /// <summary>Something was fetched before the question: it may be what stood in front of the site.</summary>
    [Fact]
    public async Task Prove_PageStandsInFrontOfTheSite_ProvesNothingOfBefore()
    {
        await using TestSite site = await TestSite.StartAsync(AnswerAsync);
        await using HttpRig rig = await StartAsync(site);
        await rig.Client.GetAsync("/x", Token);
        Stand(site, "redirect");

        Task proof = rig.Batch.ProveAsync(Token);
        await LookedAsync(site, 2);
        Go(site);

        await Assert.ThrowsAsync<LoginUnprovenException>(() => proof);
        Assert.False(rig.Lease.IsLost);
    }

    [Fact]
    public async Task Recovery_PageStandsInFrontOfTheSite_WaitsWithoutALogin()
    {
        await using TestSite site = await TestSite.StartAsync(AnswerAsync);
        await using HttpRig rig = await StartAsync(site);
        Stand(site, "redirect");

        rig.Kill();
        await LookedAsync(site, 2);
        Go(site);

        SessionLease next = await rig.NextLeaseAsync();
        Assert.Equal((2, 1), (next.Generation, rig.Browser.LogIn.Calls));
    }

    [Fact]
    public async Task Answer_OutageLastsTooLong_IsGivenToTheCaller()
    {
        await using TestSite site = await TestSite.StartAsync(AnswerAsync);
        await using HttpRig rig = await StartAsync(site, outage: TimeSpan.Zero);
        Stand(site, "403");

        using HttpResponseMessage answer = await rig.Client.GetAsync("/x", Token);

        Assert.Equal((403, false), ((int)answer.StatusCode, rig.Lease.IsLost));
    }

    /// <summary>A hook that cannot read what it was answered is no bug then.</summary>
    [Fact]
    public async Task Verifier_HookThrowsItsOwn_IsBlocked()
    {
        await using TestSite site = await TestSite.StartAsync(AnswerAsync);
        await using HttpRig rig = await StartAsync(site, configure: options => options.WhoAmI = (_, _) => _front == "none"
            ? Task.FromResult(Identity.Member("anna"))
            : throw new InvalidOperationException("no such element"));
        Stand(site, "redirect");

        Identity identity = await rig.Services.GetRequiredService<ILoginVerifier>().WhoAmIAsync(rig.Lease.Login!, Token);

        Assert.Equal((IdentityKind.Unknown, true), (identity.Kind, identity.IsBlocked));
    }

    /// <summary>Where the login page never told anything, nothing is concluded from it: what looks like a log-out is one.</summary>
    [Fact]
    public async Task Answer_LoginPageWasNeverSeen_IsALogOut()
    {
        _front = "login page refuses";
        await using TestSite site = await TestSite.StartAsync(AnswerAsync);
        await using HttpRig rig = await StartAsync(site);
        Stand(site, "403");

        await Assert.ThrowsAsync<SessionLostException>(() => rig.Client.GetAsync("/x", Token));
    }

    /// <summary>The site logged us out, and has its login page where it was.</summary>
    [Fact]
    public async Task Answer_LoginPageIsWhereItWas_IsALogOut()
    {
        await using TestSite site = await TestSite.StartAsync(AnswerAsync);
        await using HttpRig rig = await StartAsync(site);
        Stand(site, "logged out");

        await Assert.ThrowsAsync<SessionLostException>(() => rig.Client.GetAsync("/x", Token));
    }

    private static Task<HttpRig> StartAsync(TestSite site, TimeSpan? outage = null, Action<SessionHttpOptions>? configure = null) => HttpRig.StartAsync(
        site,
        options =>
        {
            options.LoginPath = "/login";
            options.LooksLoggedOut = static answer => answer.MediaType == "text/html";
            configure?.Invoke(options);
        },
        services: services => services.Configure<SessionOptions>(options => options.Recovery.SiteOutage = outage ?? options.Recovery.SiteOutage));

    private static async Task LookedAsync(TestSite site, int times)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (site.Count("GET /login") < times)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "nobody looks at the login page");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    private void Stand(TestSite site, string front)
    {
        _front = front;
        site.Reality = IdentityKind.Visitor;
    }

    private void Go(TestSite site)
    {
        site.Reality = IdentityKind.Member;
        _front = "none";
    }

    private Task AnswerAsync(TestSite site, HttpContext context)
    {
        string path = context.Request.Path;
        if (path == "/x")
        {
            Interlocked.Increment(ref _sent);
        }

        context.Response.ContentType = path is "/login" or "/soon" ? "text/html" : "text/plain";
        switch (_front, path)
        {
            case ("redirect", "/soon"):
                return context.Response.WriteAsync("we are back soon");
            case ("redirect", _):
                context.Response.Redirect("/soon");
                return Task.CompletedTask;
            case ("403" or "401", _):
                context.Response.StatusCode = int.Parse(_front, System.Globalization.CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            case ("login page refuses", "/login") or ("logged out", "/x"):
                context.Response.StatusCode = 403;
                return Task.CompletedTask;
            default:
                return context.Response.WriteAsync("fine");
        }
    }
}

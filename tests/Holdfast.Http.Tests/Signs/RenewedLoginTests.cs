using Microsoft.AspNetCore.Http;

namespace Holdfast.Http.Tests;

/// <summary>A site that ends a login by renewing it, for a page or for a call: who has the older one is no visitor yet.</summary>
public sealed class RenewedLoginTests
{
    private string _known = "s1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_PageHasRenewedTheLogin_GoesAgainWithTheBrowsers()
    {
        await using TestSite site = await TestSite.StartAsync((_, context) => AnswerAsync(context, 401));
        await using HttpRig rig = await StartAsync(site);
        Renew(rig, "s2");
        using HttpResponseMessage response = await rig.Client.GetAsync("/x", Token);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.False(rig.Lease.IsLost);
        Assert.Equal((2, 2), (site.Count("GET /x"), site.Count("GET /who")));
        Assert.Equal("s2", Assert.Single(rig.Lease.Login!.Cookies).Value);
    }

    [Fact]
    public async Task Prove_LoginWasRenewedSinceTheCall_NothingIsProven()
    {
        await using TestSite site = await TestSite.StartAsync((_, context) => AnswerAsync(context, 401));
        await using HttpRig rig = await StartAsync(site);
        await rig.Client.GetAsync("/x", Token);
        Renew(rig, "s2");

        // Another one's doubt finds the newer login; this one's answer may be a visitor's.
        using LeasedHttp other = rig.Http.ForLease(rig.Lease);
        await other.Client.GetAsync("/x", Token);
        await Assert.ThrowsAsync<LoginUnprovenException>(() => rig.Batch.ProveAsync(Token));

        using LeasedHttp next = rig.Http.ForLease(rig.Lease);
        await next.Client.GetAsync("/x", Token);
        await next.ProveAsync(Token);
        Assert.False(rig.Lease.IsLost);
    }

    [Theory]
    [InlineData("s1", 1)]
    [InlineData("s9", 2)]
    public async Task Call_SiteKnowsTheBrowserNoMore_IsADeath(string browsers, int questions)
    {
        await using TestSite site = await TestSite.StartAsync((_, context) => AnswerAsync(context, 401));
        await using HttpRig rig = await StartAsync(site);
        rig.Browser.Captured = _ => Login(browsers);
        _known = "nobody";
        SessionLostException lost = await Assert.ThrowsAsync<SessionLostException>(() => rig.Client.GetAsync("/x", Token));
        Assert.Equal((LossCause.LoggedOut, 1), (lost.Cause, site.Count("GET /x")));
        Assert.InRange(site.Count("GET /who"), questions, int.MaxValue);
    }

    [Theory]
    [InlineData(401, 2)]
    [InlineData(403, 1)]
    public async Task Post_PageHasRenewedTheLogin_GoesAgainOnlyWhereItWasRefusedAsAVisitors(int status, int sent)
    {
        await using TestSite site = await TestSite.StartAsync((_, context) => AnswerAsync(context, status));
        await using HttpRig rig = await StartAsync(site);
        Renew(rig, "s2");
        Task<HttpResponseMessage> post = rig.Client.PostAsync("/x", null, Token);
        if (sent == 2)
        {
            using HttpResponseMessage response = await post;
            Assert.Equal(200, (int)response.StatusCode);
        }
        else
        {
            HttpRequestException failure = await Assert.ThrowsAsync<HttpRequestException>(() => post);
            Assert.Contains("renewed meanwhile", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal(sent, site.Count("POST /x"));
        Assert.False(rig.Lease.IsLost);
    }

    /// <summary>The site has ended the login that the question carries, and a call's answer brings the next.</summary>
    [Fact]
    public async Task Question_AnswerOfACallRenewsTheLoginMeanwhile_IsAskedAgain()
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource renewed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestSite site = await TestSite.StartAsync(async (_, context) =>
        {
            switch (context.Request.Path.Value)
            {
                case "/renew":
                    _known = "s2";
                    ended.SetResult();
                    await asked.Task.WaitAsync(Token);
                    context.Response.Headers.SetCookie = "sid=s2; Path=/";
                    break;
                case "/who" when _known == "s2" && Sid(context) == "s1":
                    asked.TrySetResult();
                    await renewed.Task.WaitAsync(Token);
                    goto default;
                default:
                    await AnswerAsync(context, 401);
                    break;
            }
        });
        await using HttpRig rig = await StartAsync(site);
        rig.Browser.Captured = _ => throw new InvalidOperationException("The browser tells nothing.");
        Task<HttpResponseMessage> renewing = rig.Client.GetAsync("/renew", Token);
        await ended.Task.WaitAsync(Token);
        Task<HttpResponseMessage> late = rig.Client.GetAsync("/x", Token);
        using (await renewing)
        {
            renewed.SetResult();
        }

        using HttpResponseMessage response = await late;
        Assert.Equal(200, (int)response.StatusCode);
        Assert.False(rig.Lease.IsLost);
    }

    /// <summary>What the browser has had since before a call's answer renewed the login is older than that.</summary>
    [Fact]
    public async Task Prove_BrowserHasAnOlderLogin_DoesNotReplaceANewerOne()
    {
        string? carried = null;
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            carried = Sid(context);
            if (context.Request.Path == "/renew")
            {
                context.Response.Headers.SetCookie = "sid=s3; Path=/";
            }

            return AnswerAsync(context, 401);
        });
        await using HttpRig rig = await StartAsync(site);
        Renew(rig, "s2");
        await rig.Client.GetAsync("/x", Token);
        await rig.Client.GetAsync("/renew", Token);

        // The site lives with both for a while.
        _known = "s2 s3";
        using LeasedHttp looking = rig.Http.ForLease(rig.Lease);
        looking.Looked();
        await looking.ProveAsync(Token);
        await rig.Client.GetAsync("/x", Token);
        Assert.Equal("s3", carried);
    }

    private static LoginSnapshot Login(string sid) =>
        new([new SessionCookie("sid", sid, "127.0.0.1", "/", false, true, null, null)], "Browser/1.0", "en");

    private static string? Sid(HttpContext context) => context.Request.Cookies["sid"];

    private static Task<HttpRig> StartAsync(TestSite site) => HttpRig.StartAsync(site, options =>
    {
        options.WhoAmI = async (client, token) => Identity.Member(await client.GetStringAsync("/who", token));
        options.MaxRetries = 0;
    }, Login("s1"));

    /// <summary>A page's script has had the login renewed, and nobody told us.</summary>
    private void Renew(HttpRig rig, string sid)
    {
        _known = sid;
        rig.Browser.Captured = _ => Login(sid);
    }

    private Task AnswerAsync(HttpContext context, int refusal)
    {
        if (Sid(context) is { } sid && _known.Split(' ').Contains(sid))
        {
            return context.Response.WriteAsync("anna");
        }

        context.Response.StatusCode = context.Request.Path == "/who" ? 401 : refusal;
        return Task.CompletedTask;
    }
}

using System.Collections.Concurrent;
using Holdfast.Testing;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Actions.Tests.Running;

/// <summary>What was seen in the browser is committed only after a question with the browser's own cookies, which a page may change behind our back.</summary>
public sealed class BrowserProofTests
{
    private readonly ConcurrentQueue<string> _cookies = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ProveAsync_AfterDriverWork_AsksWithTheBrowsersCookiesOfNow()
    {
        await using TestSite site = await StartSiteAsync("s1", "s2");
        await using HttpRig rig = await StartAsync(site);
        await LookAsync(rig);
        SetCookie(rig, "s2");

        await rig.Batch.ProveAsync(Token);
        await rig.Batch.ProveAsync(Token);

        Assert.Equal(["sid=s2"], _cookies);
        Assert.Equal("s2", Assert.Single(rig.Lease.Login!.Cookies).Value);
        _cookies.Clear();
        await rig.Client.GetAsync("/1", Token);
        await rig.Batch.ProveAsync(Token);
        Assert.Equal(["sid=s2", "sid=s2"], _cookies);
    }

    /// <summary>Calls may ride on, but what the browser showed was a visitor's.</summary>
    [Fact]
    public async Task ProveAsync_OnlyTheBrowserIsLoggedOut_SessionLost()
    {
        await using TestSite site = await StartSiteAsync("s1");
        await using HttpRig rig = await StartAsync(site);
        await rig.Client.GetAsync("/1", Token);
        await LookAsync(rig);
        rig.Browser.Captured = _ => new LoginSnapshot([], "Browser/1.0", "en");

        await Assert.ThrowsAsync<SessionLostException>(() => rig.Batch.ProveAsync(Token));

        // Recovery asks further questions.
        Assert.Equal(["sid=s1", ""], _cookies.Take(2));
    }

    [Fact]
    public async Task ProveAsync_AnswersAndDriverWork_EachIsProvenByItsOwnCookies()
    {
        await using TestSite site = await StartSiteAsync("s1", "s2");
        await using HttpRig rig = await StartAsync(site);
        await LookAsync(rig);
        await rig.Batch.ProveAsync(Token);
        _cookies.Clear();

        // A call's answer renews the login, and the browser does not know.
        await rig.Client.GetAsync("/renew", Token);
        await LookAsync(rig);
        await rig.Batch.ProveAsync(Token);

        Assert.Equal(["sid=s1", "sid=s1", "sid=s2"], _cookies);
        Assert.Equal("s2", Assert.Single(rig.Lease.Login!.Cookies).Value);
    }

    [Fact]
    public async Task ProveAsync_BrowserTellsNoCookies_UnprovenAndAlive()
    {
        await using TestSite site = await StartSiteAsync("s1");
        await using HttpRig rig = await StartAsync(site);
        await LookAsync(rig);
        rig.Browser.Capture.Fail("it does not say");

        LoginUnprovenException thrown = await Assert.ThrowsAsync<LoginUnprovenException>(() => rig.Batch.ProveAsync(Token));

        Assert.Contains("it does not say", thrown.Message, StringComparison.Ordinal);
        Assert.False(rig.Lease.IsLost);
        rig.Browser.Capture.Do(_ => { });
        await rig.Batch.ProveAsync(Token);
    }

    private async Task<HttpRig> StartAsync(TestSite site)
    {
        HttpRig rig = await HttpRig.StartAsync(site, options =>
            options.WhoAmI = async (client, token) => Identity.Member(await client.GetStringAsync("/who", token)));
        _cookies.Clear();
        return rig;
    }

    private static async Task LookAsync(HttpRig rig) =>
        await new GatherContext(rig.Batch).UseAsync<ScriptedTab, bool>(static _ => true, Token);

    private static void SetCookie(HttpRig rig, string value) => rig.Browser.Captured = _ => new LoginSnapshot(
        [new SessionCookie("sid", value, "127.0.0.1", "/", false, true, null, null)], "Browser/1.0", "en");

    /// <summary>A site that knows some cookies, and notes all that come.</summary>
    private Task<TestSite> StartSiteAsync(params string[] members) => TestSite.StartAsync(async (_, context) =>
    {
        string cookie = context.Request.Headers.Cookie.ToString();
        _cookies.Enqueue(cookie);
        if (context.Request.Path == "/renew")
        {
            context.Response.Headers.SetCookie = "sid=s2; Path=/; HttpOnly";
        }

        context.Response.StatusCode = members.Any(member => cookie == $"sid={member}") ? 200 : 401;
        await context.Response.WriteAsync(context.Response.StatusCode == 200 ? "anna" : "");
    });
}

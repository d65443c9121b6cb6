using System.Net;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Http.Tests;

public sealed class CsrfTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_ManyUnsafeCalls_FetchedOnceAndSentWithThemOnly()
    {
        Forms forms = new();
        await using TestSite site = await TestSite.StartAsync(forms.HandleAsync);
        await using HttpRig rig = await HttpRig.StartAsync(site, Forms.Configure);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.Client.PostAsync("/form", new StringContent("x"), Token)));
        await rig.Client.GetAsync("/page", Token);
        Assert.Equal(1, site.Count("GET /token"));
        Assert.Equal(8, site.Count("POST /form"));
        Assert.Equal("", forms.LastSeen);
    }

    /// <summary>WordPress wants its nonce with reads too, and answers 403 to one of an earlier login.</summary>
    [Fact]
    public async Task NeedsCsrfToken_SaysReads_TokenGoesWithThemAndAStaleOneIsFetchedAnew()
    {
        Forms forms = new();
        await using TestSite site = await TestSite.StartAsync(forms.HandleAsync);
        await using HttpRig rig = await HttpRig.StartAsync(site, options =>
        {
            Forms.Configure(options);
            options.NeedsCsrfToken = static request => request.RequestUri!.AbsolutePath.StartsWith("/wp-json/", StringComparison.Ordinal);
        });
        Assert.Equal("read", await rig.Client.GetStringAsync("/wp-json/posts", Token));
        forms.Rotate();
        Assert.Equal("read", await rig.Client.GetStringAsync("/wp-json/posts", Token));
        await rig.Client.GetAsync("/page", Token);

        Assert.Equal(("", 2, 3), (forms.LastSeen, site.Count("GET /token"), site.Count("GET /wp-json/posts")));
        using HttpResponseMessage refused = await rig.Client.PostAsync("/form", new StringContent("x"), Token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Token_Rotated_OneRefetchAndOneResend()
    {
        Forms forms = new();
        await using TestSite site = await TestSite.StartAsync(forms.HandleAsync);
        await using HttpRig rig = await HttpRig.StartAsync(site, Forms.Configure);
        await rig.Client.PostAsync("/form", new StringContent("x"), Token);
        forms.Rotate();
        using HttpResponseMessage response = await rig.Client.PostAsync("/form", new StringContent("body"), Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("body", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(2, site.Count("GET /token"));
        Assert.Equal(3, site.Count("POST /form"));
        Assert.Equal(1, site.Count("GET /me"));
    }

    [Fact]
    public async Task Token_StillRefused_NotSentAThirdTime()
    {
        int tokens = 0;
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.StatusCode = context.Request.Path == "/token" ? 200 : 403;
            return context.Response.WriteAsync($"t{Interlocked.Increment(ref tokens)}");
        });
        await using HttpRig rig = await HttpRig.StartAsync(site, Forms.Configure);
        using HttpResponseMessage response = await rig.Client.PostAsync("/form", new StringContent("x"), Token);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(2, site.Count("POST /form"));
        Assert.Equal(2, site.Count("GET /token"));
    }

    [Fact]
    public async Task Token_SameAgain_CallIsForbiddenAndNotRepeated()
    {
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.StatusCode = context.Request.Path == "/token" ? 200 : 403;
            return context.Response.WriteAsync("same");
        });
        await using HttpRig rig = await HttpRig.StartAsync(site, Forms.Configure);
        using HttpResponseMessage response = await rig.Client.PostAsync("/form", new StringContent("x"), Token);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(1, site.Count("POST /form"));
    }

    [Fact]
    public async Task Token_RefusedToAVisitor_LoggedOutAndNotRepeated()
    {
        Forms forms = new();
        await using TestSite site = await TestSite.StartAsync(forms.HandleAsync);
        await using HttpRig rig = await HttpRig.StartAsync(site, Forms.Configure);
        await rig.Client.PostAsync("/form", new StringContent("x"), Token);
        forms.Rotate();
        site.Reality = IdentityKind.Visitor;
        await Assert.ThrowsAsync<SessionLostException>(() => rig.Client.PostAsync("/form", new StringContent("x"), Token));
        Assert.Equal(2, site.Count("POST /form"));
        Assert.Equal(1, site.Count("GET /token"));
    }

    [Fact]
    public async Task StalePredicate_ErrorInTheBody_Resent()
    {
        Forms forms = new() { Refusal = 200 };
        await using TestSite site = await TestSite.StartAsync(forms.HandleAsync);
        await using HttpRig rig = await HttpRig.StartAsync(site, options =>
        {
            Forms.Configure(options);
            options.LooksLikeStaleCsrf = answer => answer.Text == "badtoken";
        });
        await rig.Client.PostAsync("/form", new StringContent("x"), Token);
        forms.Rotate();
        Assert.Equal("again", await (await rig.Client.PostAsync("/form", new StringContent("again"), Token)).Content.ReadAsStringAsync(Token));
        Assert.Equal(1, site.Count("GET /me"));
    }

    [Fact]
    public async Task Fetch_FailsOnce_FailureIsNotKept()
    {
        Forms forms = new();
        await using TestSite site = await TestSite.StartAsync(forms.HandleAsync);
        int fetches = 0;
        await using HttpRig rig = await HttpRig.StartAsync(site, options => options.CsrfToken = async (client, token) =>
            Interlocked.Increment(ref fetches) == 1 ? throw new FormatException("no token in the page") : await client.GetStringAsync("/token", token));
        await Assert.ThrowsAsync<FormatException>(() => rig.Client.PostAsync("/form", new StringContent("x"), Token));
        using HttpResponseMessage response = await rig.Client.PostAsync("/form", new StringContent("x"), Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, site.Count("POST /form"));
    }

    [Fact]
    public async Task Fetch_RefusedToAVisitor_LoggedOut()
    {
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site, Forms.Configure);
        site.Reality = IdentityKind.Visitor;
        await Assert.ThrowsAsync<SessionLostException>(() => rig.Client.PostAsync("/form", new StringContent("x"), Token));
        Assert.True(rig.Lease.IsLost);
        Assert.Equal(0, site.Count("POST /form"));
    }

    private sealed class Forms
    {
        private int _token = 1;

        public int Refusal { get; init; } = 403;

        public string? LastSeen { get; private set; }

        public static void Configure(SessionHttpOptions options) =>
            options.CsrfToken = async (client, token) => await client.GetStringAsync("/token", token);

        public void Rotate() => _token++;

        public async Task HandleAsync(TestSite site, HttpContext context)
        {
            LastSeen = context.Request.Headers["X-CSRF-Token"].ToString();
            if (context.Request.Path == "/token")
            {
                await context.Response.WriteAsync($"t{_token}");
                return;
            }

            bool isNonceRead = context.Request.Path.StartsWithSegments("/wp-json");
            if ((context.Request.Method == "POST" || isNonceRead) && LastSeen != $"t{_token}")
            {
                context.Response.StatusCode = Refusal;
                await context.Response.WriteAsync("badtoken");
                return;
            }

            if (isNonceRead)
            {
                await context.Response.WriteAsync("read");
                return;
            }

            using StreamReader reader = new(context.Request.Body);
            await context.Response.WriteAsync(await reader.ReadToEndAsync(Token));
        }
    }
}

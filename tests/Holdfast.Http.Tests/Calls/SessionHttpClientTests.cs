using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Http.Tests;

/// <summary>Cookies, headers, redirects, retries, loss: over real sockets.</summary>
public sealed class SessionHttpClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cookies_SixtyAwkwardOnes_ArriveByteForByte()
    {
        // The framework's container keeps 20 for each domain and refuses commas, JSON and values over 4 kB.
        SessionCookie[] cookies =
        [
            .. Enumerable.Range(0, 60).Select(i => new SessionCookie($"c{i}", $"value-{i}", "127.0.0.1", "/", true, true, null, "Lax")),
            new("commas", "a,b,,c", "127.0.0.1", "/", true, true, null, null),
            new("json", "{\"k\": [1, 2], \"s\": \"x=y\"}", "127.0.0.1", "/", false, false, null, null),
            new("long", new string('x', 5 * 1024), "127.0.0.1", "/", false, false, null, null),
            new("utf8", "grüße-日本", "127.0.0.1", "/", false, false, null, null),
            new("quoted", "\"q\"", "127.0.0.1", "/", false, false, null, null),
        ];
        string? raw = null;
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            raw = context.Request.Headers.Cookie.ToString();
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site, login: new LoginSnapshot(cookies, "ua", "de"));
        await rig.Client.GetAsync("/", Token);
        Assert.Equal(string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")), raw);
    }

    [Fact]
    public async Task Cookies_SetByAnswers_AllComeBack()
    {
        string[] values = [.. Enumerable.Range(0, 60).Select(i => new string((char)('a' + (i % 26)), 5 * 1024)), "{\"a\":1,\"b\":[2,3]}", "a,b", "\"q\""];
        string? raw = null;
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            if (context.Request.Path == "/set")
            {
                context.Response.Headers.SetCookie = values.Select((value, i) => $"n{i}={value}; Path=/; Expires=Wed, 21-Oct-65 07:28:00 GMT").ToArray();
            }

            raw = context.Request.Headers.Cookie.ToString();
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site);
        await rig.Client.GetAsync("/set", Token);
        await rig.Client.GetAsync("/get", Token);
        Assert.Equal("sid=s1; " + string.Join("; ", values.Select((value, i) => $"n{i}={value}")), raw);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_LargerThanAccepted_NamesTheOptionAndIsNotFetchedAgain(bool saysItsLength)
    {
        await using TestSite site = await TestSite.StartAsync(async (_, context) =>
        {
            context.Response.ContentLength = saysItsLength ? 1000 : null;
            await context.Response.WriteAsync(new string('x', 1000), Token);
        });
        await using HttpRig rig = await HttpRig.StartAsync(site, options => options.MaxResponseBytes = 999);

        HttpRequestException failure = await Assert.ThrowsAsync<HttpRequestException>(() => rig.Client.GetAsync("/large?token=1", Token));

        Assert.Equal(
            $"The answer of {site.Address}large is larger than 999 bytes, the most that is accepted: raise SessionHttpOptions.MaxResponseBytes where such "
            + "answers are to be expected.",
            failure.Message);
        Assert.Single(site.Log);
    }

    [Fact]
    public async Task WhoAmI_AnswerLargerThanAccepted_NamesTheOption()
    {
        SessionHttpOptions? set = null;
        await using TestSite site = await TestSite.StartAsync((_, _) => Task.CompletedTask);
        await using HttpRig rig = await HttpRig.StartAsync(site, options => set = options);
        set!.MaxResponseBytes = 1;

        Identity identity = await rig.Lease.ProveLoginAsync(Token);

        Assert.Equal(IdentityKind.Unknown, identity.Kind);
        Assert.Contains("SessionHttpOptions.MaxResponseBytes", identity.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_BrowsersOwn_OnEveryCall()
    {
        List<string> seen = [];
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            seen.Add($"{context.Request.Headers.UserAgent}|{context.Request.Headers.AcceptLanguage}|{context.Request.Headers["Holdfast-Generation"]}"
                + $"|{context.Request.Headers["Holdfast-Sequence"]}");
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site, options => options.StampRequests = true);
        await rig.Client.GetAsync("/", Token);
        await rig.Client.GetAsync("/", Token);
        Assert.Equal(["Browser/1.0|de-DE,de;q=0.9|1|1", "Browser/1.0|de-DE,de;q=0.9|1|2"], seen);
    }

    [Fact]
    public async Task Redirect_ToAnotherHost_NoCookieNoTokenNoAuthorization()
    {
        string? leaked = null;
        string? host = null;
        await using TestSite site = await TestSite.StartAsync((self, context) =>
        {
            if (context.Request.Path == "/go")
            {
                context.Response.StatusCode = 307;
                context.Response.Headers.Location = new Uri(self.OtherHost, "/there").ToString();
                return Task.CompletedTask;
            }

            host = context.Request.Host.Host;
            leaked = $"{context.Request.Headers.Cookie}{context.Request.Headers.Authorization}{context.Request.Headers["X-CSRF-Token"]}";
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site, options =>
        {
            options.CsrfToken = (_, _) => Task.FromResult<string?>("t1");
            options.AllowOrigins.Add(site.OtherHost);
        });
        using HttpRequestMessage request = new(HttpMethod.Post, "/go") { Content = new StringContent("x") };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer secret");
        using HttpResponseMessage response = await rig.Client.SendAsync(request, Token);
        Assert.Equal("localhost", host);
        Assert.Equal("", leaked);
        Assert.Equal(new Uri(site.OtherHost, "/there"), response.RequestMessage!.RequestUri);
    }

    [Theory]
    [InlineData(301, "POST", "GET", "")]
    [InlineData(302, "POST", "GET", "")]
    [InlineData(303, "PUT", "GET", "")]
    [InlineData(302, "PUT", "PUT", "body")]
    [InlineData(307, "POST", "POST", "body")]
    [InlineData(308, "POST", "POST", "body")]
    public async Task Redirect_Method_RewrittenAsBrowsersDo(int status, string method, string then, string body)
    {
        string? seen = null;
        await using TestSite site = await TestSite.StartAsync(async (_, context) =>
        {
            if (context.Request.Path == "/a")
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = "b";
                context.Response.Headers.SetCookie = "hop=1; Path=/b";
                return;
            }

            using StreamReader reader = new(context.Request.Body);
            seen = $"{context.Request.Method} {context.Request.Path} {await reader.ReadToEndAsync(Token)} {context.Request.Headers.Cookie}";
        });
        await using HttpRig rig = await HttpRig.StartAsync(site);
        using HttpRequestMessage request = new(new HttpMethod(method), "/a") { Content = new StringContent("body") };
        await rig.Client.SendAsync(request, Token);
        Assert.Equal($"{then} /b {body} hop=1; sid=s1", seen);
    }

    [Fact]
    public async Task Redirect_Circle_EndsWithTheRedirect()
    {
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.Redirect("/again");
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site);
        using HttpResponseMessage response = await rig.Client.GetAsync("/again", Token);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(11, site.Count("GET /again"));
    }

    [Theory]
    [InlineData("GET", 500, 4)]
    [InlineData("GET", 408, 4)]
    [InlineData("PUT", 503, 4)]
    [InlineData("POST", 500, 1)]
    [InlineData("PATCH", 502, 1)]
    [InlineData("GET", 404, 1)]
    public async Task Retry_Counts_ByMethodAndStatus(string method, int status, int calls)
    {
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site);
        using HttpRequestMessage request = new(new HttpMethod(method), "/x") { Content = new StringContent("body") };
        using HttpResponseMessage response = await rig.Client.SendAsync(request, Token);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(calls, site.Count($"{method} /x"));
    }

    [Fact]
    public async Task Retry_HostsStandardHandlerForAllClients_NotOurs()
    {
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(
            site, services: services => services.ConfigureHttpClientDefaults(client => client.AddStandardResilienceHandler()));
        await rig.Client.GetAsync("/x", Token);
        Assert.Equal(4, site.Count("GET /x"));
    }

    [Fact]
    public async Task AttemptTimeout_EveryAttempt_TimeoutExceptionAfterRetries()
    {
        await using TestSite site = await TestSite.StartAsync((_, context) =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await using HttpRig rig = await HttpRig.StartAsync(site, options =>
        {
            options.AttemptTimeout = TimeSpan.FromMilliseconds(50);
            options.MaxRetries = 2;
        });
        await Assert.ThrowsAsync<TimeoutException>(() => rig.Client.GetAsync("/x", Token));
        Assert.Equal(3, site.Count("GET /x"));
    }

    [Fact]
    public async Task Body_TooLarge_FailsOnce()
    {
        await using TestSite site = await TestSite.StartAsync((_, context) => context.Response.WriteAsync(new string('x', 5000)));
        await using HttpRig rig = await HttpRig.StartAsync(site, options => options.MaxResponseBytes = 4096);
        await Assert.ThrowsAsync<HttpRequestException>(() => rig.Client.GetAsync("/x", Token));
        Assert.Equal(1, site.Count("GET /x"));
    }

    [Fact]
    public async Task Handlers_WithoutALease_Refuse()
    {
        await using TestSite site = await TestSite.StartAsync((_, _) => Task.CompletedTask);
        await using HttpRig rig = await HttpRig.StartAsync(site);
        using HttpClient bare = rig.Services.GetRequiredService<IHttpClientFactory>().CreateClient(SessionHttpClient.HandlerName);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bare.GetAsync(site.Address, Token));
        Assert.Empty(site.Log);
    }

    [Fact]
    public async Task Answer_RequestMessage_HasNoSecrets()
    {
        await using TestSite site = await TestSite.StartAsync((_, _) => Task.CompletedTask);
        await using HttpRig rig = await HttpRig.StartAsync(site);
        using HttpResponseMessage response = await rig.Client.GetAsync("/x", Token);
        Assert.DoesNotContain("s1", response.RequestMessage!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_UnknownCharset_TextStillReadable()
    {
        string? text = null;
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.ContentType = "text/plain; charset=no-such";
            return context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes("hello"), Token).AsTask();
        });
        await using HttpRig rig = await HttpRig.StartAsync(site, options => options.LooksLoggedOut = answer =>
        {
            text = answer.Text;
            return false;
        });
        await rig.Client.GetAsync("/x", Token);
        Assert.Equal("hello", text);
    }
}

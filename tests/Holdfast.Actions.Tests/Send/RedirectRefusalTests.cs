using System.Net;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Actions.Tests.Send;

/// <summary>A request that did its work, and was then sent on to a page that refuses us, must not do it again.</summary>
public sealed class RedirectRefusalTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pause_BehindARedirect_AnswerIsHandedOutAndNothingDoneTwice()
    {
        await using BusySite busy = await StartAsync(429, "5");
        using HttpResponseMessage response = await busy.Rig.Client.PostAsync("/door", null, Token).WaitAsync(s_soon, Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal((1, 1), (busy.Site.Count("POST /door"), busy.Site.Count("GET /x")));
    }

    [Fact]
    public async Task Pause_BehindARedirectOfWhatMayBeRepeated_WaitedOutAndSentAgain()
    {
        await using BusySite busy = await StartAsync(429, "5");
        Task<HttpResponseMessage> call = busy.Rig.Client.GetAsync("/door", Token);
        await busy.Time.PausedAsync();
        busy.Open = true;
        busy.Time.Advance(TimeSpan.FromSeconds(5));
        using HttpResponseMessage response = await call.WaitAsync(s_soon, Token);
        Assert.Equal((HttpStatusCode.OK, 2), (response.StatusCode, busy.Site.Count("GET /door")));
    }

    [Theory]
    [InlineData(false, 1, HttpStatusCode.Forbidden)]
    [InlineData(true, 2, HttpStatusCode.OK)]
    public async Task StaleToken_BehindARedirect_SentAgainOnlyIfRepeatable(bool repeatable, int posts, HttpStatusCode status)
    {
        int tokens = 0;
        await using TestSite site = await TestSite.StartAsync(async (_, context) =>
        {
            if (context.Request.Path == "/token")
            {
                await context.Response.WriteAsync($"t{++tokens}");
            }
            else if (context.Request.Path == "/door")
            {
                context.Response.StatusCode = 303;
                context.Response.Headers.Location = "/x";
            }
            else
            {
                context.Response.StatusCode = tokens < 2 ? 403 : 200;
            }
        });
        await using HttpRig rig = await HttpRig.StartAsync(site, options =>
        {
            options.CsrfToken = static async (client, token) => await client.GetStringAsync("/token", token);
            options.IsRepeatable = _ => repeatable;
        });

        using HttpResponseMessage response = await rig.Client.PostAsync("/door", new StringContent("x"), Token);

        // Later calls have the new token all the same.
        Assert.Equal((status, posts, 2), (response.StatusCode, site.Count("POST /door"), site.Count("GET /token")));
    }

    [Theory]
    [InlineData("/door", false)]
    [InlineData("/x", true)]
    public async Task Sent_RefusalBehindARedirect_IsNoClearAnswer(string path, bool clear)
    {
        await using BusySite busy = await StartAsync(404, null);
        using HttpResponseMessage response = await busy.Rig.Client.PostAsync(path, null, Token);
        if (clear)
        {
            Assert.False(Sent.By(response).IsDone);
        }
        else
        {
            Assert.Equal(HttpStatusCode.NotFound, Assert.Throws<HttpRequestException>(() => Sent.By(response)).StatusCode);
        }

        busy.Open = true;
        using HttpResponseMessage done = await busy.Rig.Client.PostAsync(path, null, Token);
        Assert.True(Sent.By(done).IsDone);
    }

    /// <summary>Whatever goes to <c>/door</c> is sent on to <c>/x</c>, which refuses.</summary>
    private static async Task<BusySite> StartAsync(int status, string? retryAfter)
    {
        BusySite busy = await BusySite.StartAsync(status, retryAfter);
        busy.Refuses = static path => path == "/x";
        busy.Redirect = "/x";
        return busy;
    }
}

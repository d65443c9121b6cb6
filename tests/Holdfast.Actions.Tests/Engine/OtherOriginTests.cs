using System.Globalization;
using System.Net;
using Holdfast.Testing;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Actions.Tests.Engine;

/// <summary>Where a redirect leads to another origin, what answers there is not the member's data unless the user says so.</summary>
public sealed class OtherOriginTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Call_RedirectedToAnotherOrigin_RefusedNamedAndNotSent(int status)
    {
        await using TestSite site = await LeadingAwayAsync(status);
        await using HttpRig rig = await HttpRig.StartAsync(site);

        AnswerRefusedException refused = await Assert.ThrowsAsync<AnswerRefusedException>(() => rig.Client.GetAsync("/go?token=1", Token));

        Assert.Contains($"{site.OtherHost}there, another origin", refused.Message, StringComparison.Ordinal);
        Assert.Contains("AllowOrigins", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token", refused.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode)status, refused.StatusCode);
        Assert.Equal(["GET /go", "GET /me"], site.Log);
        Assert.False(rig.Lease.IsLost);
        Assert.Contains("another origin", SiteFault.Describe(refused), StringComparison.Ordinal);
        Assert.False(SiteFault.Is(refused));
    }

    [Theory]
    [InlineData("//localhost:{0}/there")]
    [InlineData("http://anna:pass-12345@localhost:{0}/there")]
    [InlineData("http://127.0.0.1:1/there")]
    [InlineData("https://127.0.0.1:{0}/there")]
    public async Task Call_PostLedElsewhereByAnyAddress_NothingIsSentThere(string location)
    {
        await using TestSite site = await TestSite.StartAsync((self, context) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = string.Format(CultureInfo.InvariantCulture, location, self.Port);
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site);

        AnswerRefusedException refused = await Assert.ThrowsAsync<AnswerRefusedException>(() =>
            rig.Client.PostAsync("/go", new StringContent("secret"), Token));

        Assert.DoesNotContain("pass-12345", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["POST /go", "GET /me"], site.Log);
    }

    /// <summary>Leave for one origin is no leave for where that one leads.</summary>
    [Fact]
    public async Task Call_AllowedOriginLeadsOnToAThird_Refused()
    {
        await using TestSite site = await TestSite.StartAsync((self, context) =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = context.Request.Host.Host == "localhost"
                ? $"http://127.0.0.2:{self.Port}/third"
                : new Uri(self.OtherHost, "/there").ToString();
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site, options => options.AllowOrigins.Add(site.OtherHost));

        AnswerRefusedException refused = await Assert.ThrowsAsync<AnswerRefusedException>(() => rig.Client.GetAsync("/go", Token));

        Assert.Contains("/third, another origin", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["GET /go", "GET /there", "GET /me"], site.Log);
    }

    /// <summary>A single sign-on elsewhere is what many sites send a visitor to.</summary>
    [Fact]
    public async Task Call_RedirectedToAnotherOriginAsAVisitor_SessionLost()
    {
        await using TestSite site = await LeadingAwayAsync(302);
        await using HttpRig rig = await HttpRig.StartAsync(site);
        site.Reality = IdentityKind.Visitor;

        await Assert.ThrowsAsync<SessionLostException>(() => rig.Client.GetAsync("/go", Token));

        Assert.Equal(0, site.Count("GET /there"));
    }

    [Fact]
    public async Task Call_OriginIsAllowed_Followed()
    {
        await using TestSite site = await LeadingAwayAsync(302);
        await using HttpRig rig = await HttpRig.StartAsync(site, options => options.AllowOrigins.Add(site.OtherHost));

        Assert.Equal("elsewhere", await rig.Client.GetStringAsync("/go", Token));
    }

    [Fact]
    public async Task WhoAmI_RedirectedToAnotherOrigin_IsAVisitorAndNotAsked()
    {
        await using TestSite site = await TestSite.StartAsync((self, context) => AwayAsync(self, context, 302));
        HttpRig rig = await HttpRig.StartAsync(site);
        await using (rig)
        {
            site.Away = true;
            await rig.Client.GetAsync("/fine", Token);
            await Assert.ThrowsAsync<SessionLostException>(() => rig.Batch.ProveAsync(Token));
            Assert.Equal(0, site.Count("GET /there"));
        }
    }

    [Theory]
    [InlineData("http://site.test/", "https://site.test/", true)]
    [InlineData("http://site.test/", "https://www.site.test/", false)]
    [InlineData("http://site.test:8080/", "https://site.test/", false)]
    [InlineData("https://site.test/", "http://site.test/", false)]
    public void IsUpgrade_Table(string from, string to, bool expected) => Assert.Equal(expected, Redirects.IsUpgrade(new Uri(from), new Uri(to)));

    /// <summary>All answers would lead away, the login's too: that is told before a browser is started.</summary>
    [Theory]
    [InlineData("http://site.test/", "http://www.site.test/")]
    [InlineData("http://www.site.test/", "https://site.test/")]
    public async Task Reach_SiteHasAnotherName_SaysWhichBelongsIntoTheAddress(string address, string location)
    {
        await using TestSite site = await LeadingAwayAsync(302);
        await using HttpRig rig = await HttpRig.StartAsync(site, options =>
        {
            options.BaseAddress = new Uri(address);
            options.PrimaryHandler = new ScriptedSite(request => request.Method == HttpMethod.Head
                ? new HttpResponseMessage(HttpStatusCode.MovedPermanently) { Headers = { Location = new Uri(location) } }
                : new HttpResponseMessage { Content = new StringContent("anna") });
        });

        AnswerRefusedException refused = await Assert.ThrowsAsync<AnswerRefusedException>(() => rig.Http.ReachAsync(Token));

        Assert.Contains($"Set BaseAddress to {location[..^1]}", refused.Message, StringComparison.Ordinal);
    }

    private static Task<TestSite> LeadingAwayAsync(int status) => TestSite.StartAsync((self, context) => AwayAsync(self, context, status));

    private static Task AwayAsync(TestSite self, HttpContext context, int status)
    {
        if (context.Request.Path != "/go")
        {
            return context.Response.WriteAsync(context.Request.Host.Host == "localhost" ? "elsewhere" : "here");
        }

        context.Response.StatusCode = status;
        context.Response.Headers.Location = new Uri(self.OtherHost, "/there").ToString();
        return Task.CompletedTask;
    }
}

using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests.Site;

public sealed class SiteLoggedOutTests : SiteTestBase
{
    [Theory]
    [InlineData(LoggedOutFace.Status401, 401, "application/json")]
    [InlineData(LoggedOutFace.Status403, 403, "application/json")]
    [InlineData(LoggedOutFace.RedirectToLogin, 303, null)]
    [InlineData(LoggedOutFace.LoginPage200, 200, "text/html")]
    public async Task Expired_Face_AnswersEveryCallAlikeAndALoginMendsIt(LoggedOutFace face, int status, string? mediaType)
    {
        await Mary.LoginAsync();
        Control.SetFace(face);
        SiteReply live = await Mary.GetAsync("/api/me");
        Control.ExpireSessions();
        SiteReply[] expired = new[]
        {
            await Mary.GetAsync("/api/me"),
            await Mary.GetAsync("/api/matches?page=1"),
            await Mary.GetAsync("/api/matches/m00001/details"),
            await Mary.PostAsync("/api/notes", """{"id":"m00001","text":"x"}""", "any"),
        };
        await Mary.LoginAsync();
        SiteReply again = await Mary.GetAsync("/api/me");

        Assert.Equal((200, 200), (live.Status, again.Status));
        Assert.All(expired, r => Assert.Equal((status, mediaType, null), (r.Status, r.MediaType, r.Member)));
        Assert.Equal(face == LoggedOutFace.RedirectToLogin ? "/login" : null, expired[0].Location);
        Assert.Equal(face == LoggedOutFace.LoginPage200, expired[0].Body.Contains("id=\"login\"", StringComparison.Ordinal));
        Assert.Empty(Control.Notes());
    }

    [Fact]
    public async Task Expired_PublicDataOnly_Answers200WithoutThePrivatePartAndWithoutProof()
    {
        await Mary.LoginAsync();
        string memberToken = await Mary.TokenAsync();
        Control.SetFace(LoggedOutFace.PublicDataOnly);
        Control.ExpireSessions();

        SiteReply details = await Mary.GetAsync("/api/matches/m00001/details");
        SiteReply profile = await Mary.GetAsync("/api/profiles/m00001");
        SiteReply list = await Mary.GetAsync("/api/matches?page=1");
        SiteReply me = await Mary.GetAsync("/api/me");
        string anonymousToken = await Mary.TokenAsync();
        SiteReply stale = await Mary.PostAsync("/api/badges", """{"ids":["m00001"]}""", memberToken);
        SiteReply badges = await Mary.PostAsync("/api/badges", """{"ids":["m00001"]}""", anonymousToken);

        Assert.Equal(KinData.Details(1).PublicPart(), details.As<MatchDetails>());
        Assert.DoesNotContain("sharedCm", details.Body, StringComparison.Ordinal);
        Assert.Equal(KinData.Profile(1).PublicPart(), profile.As<KinProfile>());
        Assert.Equal(4, list.As<MatchPage>().Items.Count);
        Assert.Equal("""{"name":null}""", me.Body);
        Assert.Equal((403, "csrf"), (stale.Status, stale.Error));
        Assert.Empty(badges.As<BadgesAnswer>().Badges["m00001"]);
        Assert.All([details, profile, list, me, badges], r => Assert.Equal((200, null), (r.Status, r.Member)));
    }

    [Fact]
    public async Task ExpireSessionsAt_Third_TheThirdApiRequestIsTheFirstWithoutASession()
    {
        await Mary.LoginAsync();
        Control.ExpireSessionsAt(3);
        List<int> statuses = new();
        for (int i = 0; i < 4; i++)
        {
            await Mary.GetAsync("/login");
            statuses.Add((await Mary.GetAsync("/api/me")).Status);
        }

        Assert.Equal([200, 200, 401, 401], statuses);
        Assert.Equal(0, Control.Settings().ExpireAtRequest);
    }

    [Fact]
    public async Task Log_StaleCookie_NamesTheLoginItCameFromButNoMember()
    {
        await Mary.LoginAsync();
        await Mary.GetAsync("/api/me");
        Control.ExpireSessions();
        await Mary.GetAsync("/api/me");
        await Mary.LoginAsync();
        await Mary.GetAsync("/api/me");

        IEnumerable<(int? Login, string? Member)> calls = Control.Log().Entries.Where(e => e.Path == "/api/me").Select(e => (e.Login, e.Member));
        Assert.Equal([(1, "mary"), (1, null), (2, "mary")], calls);
    }
}

using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests.Site;

public sealed class SiteApiTests : SiteTestBase
{
    [Fact]
    public async Task Api_EveryMatchOfTheList_EqualsKinData()
    {
        await Mary.LoginAsync();
        string token = await Mary.TokenAsync();
        List<int> seen = new();
        for (int page = 1; page <= 5; page++)
        {
            MatchPage reply = (await Mary.GetAsync($"/api/matches?page={page}")).As<MatchPage>();
            Assert.Equal((page, 5, 20, 4), (reply.Page, reply.Pages, reply.Total, reply.Items.Count));
            foreach (MatchItem item in reply.Items)
            {
                Assert.True(KinData.TryParseId(item.Id, out int index));
                seen.Add(index);
                KinRecord expected = KinData.Record(index);
                SiteReply details = await Mary.GetAsync($"/api/matches/{item.Id}/details");
                SiteReply badges = await Mary.PostAsync("/api/badges", $$"""{"ids":["{{item.Id}}"]}""", token);
                Assert.Equal(expected.Item, item);
                Assert.Equal(expected.Details, details.As<MatchDetails>());
                Assert.Equal("mary", details.Member);
                Assert.Equal(expected.Badges, badges.As<BadgesAnswer>().Badges[item.Id]);
                if (item.Id != "m00003")
                {
                    Assert.Equal(expected.Profile, (await Mary.GetAsync($"/api/profiles/{item.Id}")).As<KinProfile>());
                }
            }
        }

        Assert.Equal(Enumerable.Range(1, 20), seen);
    }

    [Fact]
    public async Task Profile_Private_IsForbiddenToAMemberWhoIsStillLoggedIn()
    {
        await Mary.LoginAsync();

        SiteReply reply = await Mary.GetAsync("/api/profiles/m00003");

        Assert.Equal((403, "private", "mary"), (reply.Status, reply.Error, reply.Member));
        Assert.Equal(200, (await Mary.GetAsync("/api/matches/m00003/details")).Status);
    }

    [Theory]
    [InlineData("/api/matches/m00021/details", 404)]
    [InlineData("/api/profiles/m0", 404)]
    [InlineData("/api/matches?page=0", 400)]
    [InlineData("/api/matches?page=x", 400)]
    [InlineData("/api/matches?page=6", 200)]
    [InlineData("/nothing", 404)]
    [InlineData("/_control", 404)]
    public async Task Api_OddRequests_GetAnAnswer(string target, int status)
    {
        await Mary.LoginAsync();

        Assert.Equal(status, (await Mary.GetAsync(target)).Status);
    }

    [Fact]
    public async Task Post_TokenMissingOrWrongOrRotated_IsForbiddenAndWithoutEffect()
    {
        const string Body = """{"id":"m00001","text":"hello"}""";
        await Mary.LoginAsync();
        string token = await Mary.TokenAsync();

        SiteReply missing = await Mary.PostAsync("/api/notes", Body);
        SiteReply wrong = await Mary.PostAsync("/api/notes", Body, "wrong");
        SiteReply good = await Mary.PostAsync("/api/notes", Body, token);
        Control.RotateCsrf();
        SiteReply rotated = await Mary.PostAsync("/api/notes", Body, token);
        SiteReply me = await Mary.GetAsync("/api/me");
        SiteReply fresh = await Mary.PostAsync("/api/notes", Body, await Mary.TokenAsync());

        Assert.All([missing, wrong, rotated], r => Assert.Equal((403, "csrf", "mary"), (r.Status, r.Error, r.Member)));
        Assert.Equal((200, 200, 200), (good.Status, me.Status, fresh.Status));
        Assert.Equal([1, 2], (await Mary.GetAsync("/api/notes")).As<NotesAnswer>().Notes.Select(n => n.Number));
    }

    [Fact]
    public async Task RotateCsrfEvery_Two_MakesEveryThirdPostWithAnOldTokenFail()
    {
        const string Body = """{"ids":["m00001"]}""";
        Control.RotateCsrfEvery(2);
        await Mary.LoginAsync();
        string token = await Mary.TokenAsync();
        List<int> statuses = new();
        for (int i = 0; i < 6; i++)
        {
            int status = (await Mary.PostAsync("/api/badges", Body, token)).Status;
            statuses.Add(status);
            if (status == 403)
            {
                token = await Mary.TokenAsync();
            }
        }

        Assert.Equal([200, 200, 403, 200, 200, 403], statuses);
    }

    [Fact]
    public async Task Post_BadBody_IsABadRequest()
    {
        await Mary.LoginAsync();
        string token = await Mary.TokenAsync();

        Assert.Equal(400, (await Mary.PostAsync("/api/badges", "{", token)).Status);
        Assert.Equal(400, (await Mary.PostAsync("/api/notes", "{}", token)).Status);
    }
}

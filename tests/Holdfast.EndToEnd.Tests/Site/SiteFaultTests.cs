using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests.Site;

public sealed class SiteFaultTests : SiteTestBase
{
    [Fact]
    public async Task Throttle_TwoOnAPrefix_AnswersTwo429WithRetryAfterAndSparesTheRest()
    {
        await Mary.LoginAsync();
        Control.Throttle("/api/matches", 2, retryAfterSeconds: 7);

        SiteReply spared = await Mary.GetAsync("/api/me");
        SiteReply first = await Mary.GetAsync("/api/matches?page=1");
        SiteReply second = await Mary.GetAsync("/api/matches/m00001/details");
        SiteReply third = await Mary.GetAsync("/api/matches?page=1");

        Assert.Equal((200, 200), (spared.Status, third.Status));
        Assert.All([first, second], r => Assert.Equal((429, "7"), (r.Status, r.RetryAfter)));
    }

    [Fact]
    public async Task Fault_ForEver_LastsUntilCleared()
    {
        await Mary.LoginAsync();
        Control.AddFault(new FaultRule("/", 503));
        List<int> statuses = new();
        for (int i = 0; i < 3; i++)
        {
            statuses.Add((await Mary.GetAsync("/api/me")).Status);
        }

        Assert.Equal(-1, Assert.Single(Control.Settings().Faults).Count);
        Control.ClearFaults();
        statuses.Add((await Mary.GetAsync("/api/me")).Status);

        Assert.Equal([503, 503, 503, 200], statuses);
    }

    [Fact]
    public async Task Fault_MethodAndWholeTarget_HitsNothingElse()
    {
        await Mary.LoginAsync();
        Control.AddFault(new FaultRule("GET /api/matches?page=1$", 500, 1));

        Assert.Equal(200, (await Mary.GetAsync("/api/matches?page=11")).Status);
        Assert.Equal(404, (await Mary.PostAsync("/api/matches?page=1", "{}")).Status);
        Assert.Equal(500, (await Mary.GetAsync("/api/matches?page=1")).Status);
        Assert.Equal(200, (await Mary.GetAsync("/api/matches?page=1")).Status);
    }

    [Fact]
    public async Task Fault_StatusZero_DropsTheConnection()
    {
        await Mary.LoginAsync();
        Control.AddFault(new FaultRule("/api/me", 0, 1));

        await Assert.ThrowsAsync<HttpRequestException>(() => Mary.GetAsync("/api/me"));
        Assert.Equal(RequestOutcome.Aborted, Control.Log().Entries[^1].Outcome);
        Assert.Equal(200, (await Mary.GetAsync("/api/me")).Status);
    }

    [Fact]
    public async Task Shift_Now_PushesOldMatchesToLaterPagesAndRemovalsPullThemBack()
    {
        await Mary.LoginAsync();
        Control.Shift(2);
        string[] pushed = await IdsAsync(1);
        Control.Shift(-1);
        string[] pulled = await IdsAsync(1);

        Assert.Equal(["m00022", "m00021", "m00001", "m00002"], pushed);
        Assert.Equal(["m00021", "m00001", "m00002", "m00003"], pulled);
        Assert.Equal(404, (await Mary.GetAsync("/api/matches/m00022/details")).Status);
        Assert.Equal(KinData.Details(21), (await Mary.GetAsync("/api/matches/m00021/details")).As<MatchDetails>());
        Assert.Equal(21, Control.Settings().Total);
    }

    [Fact]
    public async Task Shift_AtPage_HappensOnceRightAfterThatPage()
    {
        await Mary.LoginAsync();
        Control.Shift(1, atPage: 2);

        Assert.Equal(["m00001", "m00002", "m00003", "m00004"], await IdsAsync(1));
        Assert.Equal(["m00005", "m00006", "m00007", "m00008"], await IdsAsync(2));
        Assert.Equal(["m00008", "m00009", "m00010", "m00011"], await IdsAsync(3));
        Assert.Equal(["m00004", "m00005", "m00006", "m00007"], await IdsAsync(2));
        Assert.Equal(["m00008", "m00009", "m00010", "m00011"], await IdsAsync(3));
    }

    [Fact]
    public async Task Touch_OneMatch_ChangesItsVersionInListAndDetails()
    {
        await Mary.LoginAsync();
        Assert.True(Control.Touch("m00002"));
        Assert.False(Control.Touch("m09999"));

        IReadOnlyList<MatchItem> items = (await Mary.GetAsync("/api/matches?page=1")).As<MatchPage>().Items;
        Assert.Equal([KinData.Item(1), KinData.Item(2, revision: 1), KinData.Item(3), KinData.Item(4)], items);
        Assert.Equal(KinData.Details(2, revision: 1), (await Mary.GetAsync("/api/matches/m00002/details")).As<MatchDetails>());
    }
}

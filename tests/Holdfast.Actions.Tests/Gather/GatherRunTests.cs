using Holdfast.Actions.Tests.Running;

namespace Holdfast.Actions.Tests.Gather;

/// <summary>What is listed, what is fetched, and what is left alone.</summary>
public sealed class GatherRunTests
{
    [Fact]
    public async Task Run_NextRun_FetchesOnlyWhatMayHaveChanged()
    {
        await using RunRig rig = await RunRig.StartAsync(6);
        rig.Site.Change("k003", entry => entry with { Version = null });
        rig.Action.Fetch = async (context, batch, token) =>
            [.. (await SiteGather.FetchBatchAsync(context, batch, token)).Select(
                result => result.Key == "k002" ? Fetched.Partial(result.Key, result.Record!, "no badge") : result)];
        RunReport first = await rig.RunAsync();
        rig.AssertHonest(first);
        Assert.Equal((RunEnd.CompletedWithGaps, 5L, 1L), (first.End, first.Summary.New, first.Summary.Partial));

        rig.Action.Fetch = SiteGather.FetchBatchAsync;
        rig.Site.Change("k005", entry => entry with { Version = "v2", Value = 500 });
        rig.Site.Fetched.Clear();
        RunReport second = await rig.RunAsync();
        rig.AssertComplete(second);
        Assert.Equal(["k002", "k003", "k005"], rig.Site.Fetched);
        Assert.Equal((0L, 2L, 4L), (second.Summary.New, second.Summary.Updated, second.Summary.Unchanged));
    }

    [Fact]
    public async Task Run_EmptyList_Completes()
    {
        await using RunRig rig = await RunRig.StartAsync(0);
        RunReport report = await rig.RunAsync();
        rig.AssertComplete(report);
        Assert.Equal((1L, 0L), (report.Summary.Pages, report.Summary.SiteTotal));
    }

    [Fact]
    public async Task Run_SiteHoldsFewerThanItShows_Completes()
    {
        await using RunRig rig = await RunRig.StartAsync(30);
        rig.Site.Total = 5;
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal([1, 2, 3], rig.Site.ListedPages);
    }

    [Fact]
    public async Task Run_ListShiftsWhileItIsRead_ReadsItAgain()
    {
        // An entry moved to a page that was read already.
        await using RunRig rig = await RunRig.StartAsync(30);
        int visits = 0;
        rig.Site.Page = page =>
        {
            SitePage plain = rig.Site.PlainPage(page);
            return page == 2 && visits++ == 0 ? plain with { Items = [.. plain.Items.Skip(1)] } : plain;
        };
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal([1, 2, 3, 1, 2, 3], rig.Site.ListedPages);
        Assert.Equal(30, rig.Site.Fetched.Count);
    }

    [Fact]
    public async Task Run_SiteNeverShowsAllItHolds_EndsWithAGap()
    {
        await using RunRig rig = await RunRig.StartAsync(30);
        rig.Site.Total = 31;
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 0L), (report.End, report.Summary.Missing));
        Assert.NotNull(report.Summary.Run.FinishedAt);
        Assert.Equal(3 * (1 + rig.Settings.RereadPasses), rig.Site.ListedPages.Count);
    }

    [Fact]
    public async Task Run_ListGoesInCircles_FetchesWhatItShowedAndIsReadAfreshNextTime()
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        int visits = 0;

        // The second time, the repeated page shows entries that no page has shown before.
        rig.Site.Page = page => page switch
        {
            2 when ++visits == 2 => rig.Site.PlainPage(5) with { Next = 3 },
            3 => rig.Site.PlainPage(3) with { Next = 2 },
            _ => rig.Site.PlainPage(page),
        };
        RunReport circling = await rig.RunAsync();
        rig.AssertHonest(circling);
        Assert.Equal((RunEnd.ListingIncomplete, 40L, 0L), (circling.End, circling.Summary.Seen, circling.Summary.Missing));
        Assert.Contains("pagination loop", circling.Reason, StringComparison.Ordinal);
        Assert.Equal(RunEnd.ListingIncomplete, (await rig.RunAsync()).End);

        rig.Site.Page = null;
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal(60, rig.Site.Fetched.Count);
    }

    [Fact]
    public async Task Run_ListPageFails_FetchesWhatIsPlannedAndGoesOnThere()
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        rig.Settings.ListAttempts = 2;
        rig.Answer = (moment, ordinal, context) =>
            moment == Moment.List && ordinal >= 3 ? RunRig.SayAsync(context, 500) : Task.FromResult(false);
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.ListingIncomplete, 20L, 20L), (report.End, report.Summary.Seen, report.Summary.New));
        Assert.Equal((4, LegOutcome.GaveUp), (rig.Count(Moment.List), report.Summary.Run.LastLegOutcome));
        Assert.Contains("HTTP 500", report.Reason, StringComparison.Ordinal);

        rig.Answer = null;
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal([1, 2, 3, 4, 5, 6], rig.Site.ListedPages);
    }

    /// <summary>A cursor may not live as long as a run.</summary>
    [Fact]
    public async Task Run_StoredCursorIsRefused_ReadsTheListAfresh()
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        rig.Settings.ListAttempts = 2;
        rig.Settings.RetryRounds = 0;
        rig.Answer = (moment, _, context) =>
            moment == Moment.List && context.Request.Query["page"] == "3" ? RunRig.SayAsync(context, 500) : Task.FromResult(false);
        Assert.Equal(RunEnd.ListingIncomplete, (await rig.RunAsync()).End);

        int refused = 0;
        rig.Answer = (moment, _, context) =>
            moment == Moment.List && context.Request.Query["page"] == "3" && refused++ < 2 ? RunRig.SayAsync(context, 410) : Task.FromResult(false);
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal([1, 2, 1, 2, 3, 4, 5, 6], rig.Site.ListedPages);
        Assert.Equal(60, rig.Site.Fetched.Count);

        // Within a leg it is the site's answer, and stops the listing.
        rig.Answer = (moment, _, context) =>
            moment == Moment.List && context.Request.Query["page"] == "2" ? RunRig.SayAsync(context, 410) : Task.FromResult(false);
        Assert.Equal(RunEnd.ListingIncomplete, (await rig.RunAsync()).End);
    }

    [Fact]
    public async Task Run_ItemWithoutAKey_IsTheActionsFaultNotTheLedgers()
    {
        await using RunRig rig = await RunRig.StartAsync(3);
        rig.Site.Change("k002", entry => entry with { Key = "" });
        RunReport report = await rig.RunAsync();
        Assert.Equal(RunEnd.ListingIncomplete, report.End);
        Assert.Contains("without a key", report.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ListingState.NotStarted, new[] { 1, 2, 3 })]
    [InlineData(ListingState.Open, new[] { 2, 3 })]
    [InlineData(ListingState.AtEnd, new int[0])]
    [InlineData(ListingState.Finished, new int[0])]
    public async Task Run_EarlierLegWasKilled_GoesOnWhereItWas(ListingState state, int[] pagesLeft)
    {
        await using RunRig rig = await RunRig.StartAsync(30);
        using (RunLedger ledger = rig.Write())
        {
            RunAccount killed = ledger.BeginLeg("site", LegOwner.Current());
            int planned = state switch { ListingState.NotStarted => 0, ListingState.Open => 1, _ => 3 };
            for (int page = 1; page <= planned; page++)
            {
                killed.PlanPage(LedgerPage(rig.Site, page), null);
            }

            if (planned > 0)
            {
                killed.CommitBatch([ItemOutcome.Whole("k003", """{"key":"k003","value":3}""", "v1")], new GenerationStamp(0, 1), null);
            }

            if (state == ListingState.Finished)
            {
                killed.FinishListing(1, 30);
            }

            Assert.Equal(state, killed.ListingPosition.State);
        }

        RunReport report = await rig.RunAsync();
        rig.AssertComplete(report);
        Assert.Equal((2, 30L), (report.Summary.Run.Legs, report.Summary.New));
        Assert.Equal(pagesLeft, rig.Site.ListedPages);
        Assert.Equal(state == ListingState.NotStarted ? 30 : 29, rig.Site.Fetched.Distinct().Count());
    }

    private static PageListing LedgerPage(GatherSite site, int page)
    {
        SitePage plain = site.PlainPage(page);
        return new PageListing(
            1,
            page == 1 ? null : page.ToString(System.Globalization.CultureInfo.InvariantCulture),
            plain.Next?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            plain.Total,
            [.. plain.Items.Select(entry => new ListedItem(
                entry.Key, entry.Version, System.Text.Json.JsonSerializer.Serialize(entry, System.Text.Json.JsonSerializerOptions.Web)))],
            new GenerationStamp(0, 1));
    }
}

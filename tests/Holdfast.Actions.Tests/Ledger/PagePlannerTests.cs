using static Holdfast.Actions.Tests.LedgerFixture;

namespace Holdfast.Actions.Tests;

public sealed class PagePlannerTests : IDisposable
{
    private readonly LedgerFixture _files = new();
    private readonly RunLedger _ledger;

    public PagePlannerTests() => _ledger = _files.Open();

    public void Dispose()
    {
        _ledger.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData("f1", "f1", true)]
    [InlineData("f1", "f2", false)]
    [InlineData(null, null, false)]
    [InlineData("f1", null, false)]
    [InlineData(null, "f1", false)]
    public void Plan_RecordOfAnEarlierRun_IsSkippedOnlyForTheSameKnownFingerprint(string? stored, string? listed, bool skipped)
    {
        Store(Whole("a", 1, stored));
        var run = Begin(_ledger);
        var plan = run.PlanPage(Page(1, null, Item("a", listed)), null);
        Assert.Equal(skipped ? 1 : 0, plan.Skipped);
        Assert.Equal(skipped ? 0 : 1, plan.Pending.Count);
        Assert.Equal(skipped ? 1 : 0, _ledger.ReadSummary(run.RunId).Unchanged);
        Assert.Empty(_ledger.Check(run.RunId));
    }

    [Fact]
    public void Plan_PartialRecord_IsNeverSkipped()
    {
        Store(ItemOutcome.Partial("a", "{}", "no badge"));
        // Not even when a fingerprint found its way into it.
        Assert.Equal(1, _files.Tamper("UPDATE records SET fingerprint = 'f1'"));
        Assert.Single(Begin(_ledger).PlanPage(Page(1, null, Item("a")), null).Pending);
    }

    [Fact]
    public void Plan_ShiftedList_PlansEachKeyOnce()
    {
        var run = Begin(_ledger);
        run.PlanPage(Page(1, 2, Item("a"), Item("b")), null);
        var plan = run.PlanPage(Page(2, null, Item("b"), Item("c"), Item("c")), null);
        Assert.Equal(["c"], plan.Pending.Select(i => i.Key));
        Assert.Equal(2, plan.AlreadyKnown);
        Assert.Equal(3, _ledger.ReadSummary(run.RunId).Seen);
        Assert.Empty(_ledger.Check(run.RunId));
    }

    [Theory]
    [InlineData("f2", true)]
    [InlineData("f1", false)]
    [InlineData(null, false)]
    public void Plan_FinishedKeyAgain_IsPendingAgainOnlyWithAnotherFingerprint(string? again, bool reopened)
    {
        var run = Begin(_ledger);
        run.PlanPage(Page(1, 2, Item("a"), Item("b"), Item("c"), Item("q")), null);
        run.CommitBatch(
            [Whole("a"), ItemOutcome.Failed("b", "500"), ItemOutcome.Partial("c", "{}", "no badge"), ItemOutcome.Quarantined("q", "deaths")], First, null);
        var plan = run.PlanPage(Page(2, null, Item("a", again), Item("b", again), Item("c", again), Item("q", again)), null);
        Assert.Equal(reopened ? ["a", "b", "c"] : [], plan.Pending.Select(i => i.Key));
        Assert.All(plan.Pending, i => Assert.Equal((again, 1), (i.Fingerprint, i.Attempts)));
        Assert.Equal(1, _ledger.ReadSummary(run.RunId).Quarantined);
        Assert.Empty(_ledger.Check(run.RunId));
        if (reopened)
        {
            // The run's net effect counts: the record is new however often it was fetched.
            var done = run.CommitBatch([Whole("a", 2, "f2"), Whole("b", 1, "f2"), Whole("c", 1, "f2")], First, null);
            Assert.Equal(3, done.New);
            Assert.Empty(_ledger.Check(run.RunId));
        }
    }

    [Fact]
    public void Plan_PendingKeyWithAnotherFingerprint_TakesTheNewPayload()
    {
        var run = Begin(_ledger);
        run.PlanPage(Page(1, 2, Item("a")), null);
        run.PlanPage(Page(2, null, new ListedItem("a", "f2", "[2]")), null);
        Assert.Equal([("f2", "[2]")], run.ReadItems(ItemState.Pending, 0, 9).Select(i => (i.Fingerprint, i.PayloadJson)));
    }

    [Fact]
    public void Plan_SameCursorTwiceInAPass_IsReported()
    {
        var run = Begin(_ledger);
        Assert.False(run.PlanPage(Page(1, 2), null).CursorRepeated);
        Assert.False(run.PlanPage(Page(2, 1), null).CursorRepeated);
        Assert.True(run.PlanPage(Page(1, 2), null).CursorRepeated);
        Assert.True(run.PlanPage(Page(2, 1), null).CursorRepeated);
        Assert.False(run.PlanPage(Page(2, null) with { Pass = 2 }, null).CursorRepeated);
        Assert.Equal(new ListingPosition(ListingState.AtEnd, 2, null), Begin(_ledger).ListingPosition);
    }

    [Fact]
    public void FinishListing_ThenASecondPass_MovesThePosition()
    {
        var run = Begin(_ledger);
        run.PlanPage(Page(1, null), null);
        run.FinishListing(1, 7, null);
        run = Begin(_ledger);
        Assert.Equal(new ListingPosition(ListingState.Finished, 1, null), run.ListingPosition);
        run.PlanPage(Page(1, 2) with { Pass = 2, SiteTotal = 8 }, null);
        Assert.Equal(run.ListingPosition, Begin(_ledger).ListingPosition);
        Assert.Equal(new ListingPosition(ListingState.Open, 2, "2"), run.ListingPosition);
        Assert.Equal(8, _ledger.ReadSummary(run.RunId).SiteTotal);
    }

    /// <summary>The first sync of a site reads past what came and went before it.</summary>
    [Fact]
    public void Plan_RemovalsOfWhatWasNeverHeld_SayNothingOfTheRest()
    {
        Store(Whole("a"));
        var run = Begin(_ledger);
        Assert.False(run.PlanPage(Gone(1, 2, "x", "y"), null).IsKnown);
        Assert.True(run.PlanPage(Page(2, 3, Item("a")) with { Removed = ["z"] }, null).IsKnown);
        Assert.False(run.PlanPage(Gone(3, null, "a"), null).IsKnown);
        Assert.False(run.PlanPage(Gone(4, null, "a"), null).IsKnown);
        Assert.Equal(1, _ledger.ReadSummary(run.RunId).Seen);
        Finish(run);

        run = Begin(_ledger);
        Assert.True(run.PlanPage(Gone(1, 2, "x", "a"), null).IsKnown);
        Assert.Equal(0, _ledger.ReadSummary(run.RunId).Seen);
        Assert.Empty(_ledger.Check(run.RunId));
    }

    [Fact]
    public void Plan_QuarantinedEntry_IsNotKnown()
    {
        Store(ItemOutcome.Quarantined("q", "deaths"));
        Assert.False(Begin(_ledger).PlanPage(Page(1, null, Item("q")), null).IsKnown);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Plan_RemovalBehindTheEntry_CountsUnlessTheNewestComesFirst(bool newestFirst, bool gone)
    {
        Store(Whole("a"));
        var run = Begin(_ledger);
        run.PlanPage(Page(1, 2, Item("a", "f2")), null);
        Assert.False(run.PlanPage(Gone(2, 3, "a") with { IsNewestFirst = newestFirst }, null).IsKnown);
        Assert.Equal(gone ? 0 : 1, run.ReadItems(ItemState.Pending, 0, 9).Count);
        Assert.Equal(gone ? 1 : 0, _ledger.ReadSummary(run.RunId).Removed);
        Assert.Empty(_ledger.Check(run.RunId));

        // A list that is read afresh is newer than any page before.
        run.PlanPage(Gone(1, null, "a") with { IsNewestFirst = newestFirst, Pass = 2 }, null);
        Assert.Equal(1, _ledger.ReadSummary(run.RunId).Removed);
        Assert.Empty(_ledger.Check(run.RunId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Plan_EntryAndRemovalOnOnePage_IsGone(bool newestFirst)
    {
        Store(Whole("a"));
        var run = Begin(_ledger);
        var plan = run.PlanPage(Page(1, null, Item("a", "f2")) with { Removed = ["a"], IsNewestFirst = newestFirst }, null);
        Assert.Empty(plan.Pending);
        Assert.Empty(_ledger.ReadRecords("gather"));
        Assert.Empty(_ledger.Check(run.RunId));
    }

    [Fact]
    public void Plan_ListedAgainWhatAnEarlierRunFoundGone_StaysGoneUntilItIsFetched()
    {
        Store(Whole("a"));
        var run = Begin(_ledger);
        run.PlanPage(Gone(1, null, "a"), null);
        Finish(run);

        run = Begin(_ledger);
        run.PlanPage(Page(1, 2, Item("a", "f2")), null);
        run.CommitBatch([ItemOutcome.Removed("a")], First, null);
        run.PlanPage(Page(2, null, Item("a", "f3")), null);

        Assert.Equal("a", Assert.Single(run.ReadItems(ItemState.Pending, 0, 9)).Key);
        Assert.Empty(_ledger.ReadRecords("gather"));
        run.CommitBatch([Whole("a", 3, "f3")], First, null);
        Assert.Equal("a", Assert.Single(_ledger.ReadRecords("gather")).Key);
        Finish(run);
        Assert.All(_ledger.ReadRuns(), info => Assert.Empty(_ledger.Check(info.RunId)));
    }

    private static PageListing Gone(int number, int? next, params string[] keys) => Page(number, next) with { Removed = keys };

    private void Finish(RunAccount run)
    {
        Assert.Empty(_ledger.Check(run.RunId));
        run.FinishRun();
    }

    private void Store(ItemOutcome outcome)
    {
        var run = Begin(_ledger);
        run.PlanPage(Page(1, null, Item(outcome.Key)), null);
        run.CommitBatch([outcome], First, null);
        run.FinishRun();
    }
}

using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A page of a list is planned as a whole: each key once, what changed again, what is known not at all.</summary>
public abstract class ListContract : LedgerContract
{
    private protected ListContract(LedgerRig rig)
        : base(rig)
    {
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
        LegUnderTest run = Rig.Begin();
        PagePlan plan = run.PlanPage(Page(1, null, Item("a", listed)), null);
        Assert.Equal(skipped ? 1 : 0, plan.Skipped);
        Assert.Equal(skipped ? 0 : 1, plan.Pending.Count);
        Assert.Equal(skipped ? 1 : 0, Rig.ReadSummary(run.RunId).Unchanged);
        Assert.Empty(Rig.Check(run.RunId));
    }

    [Fact]
    public void Plan_ShiftedList_PlansEachKeyOnce()
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, 2, Item("a"), Item("b")), null);
        PagePlan plan = run.PlanPage(Page(2, null, Item("b"), Item("c"), Item("c")), null);
        Assert.Equal(["c"], plan.Pending.Select(i => i.Key));
        Assert.Equal(2, plan.AlreadyKnown);
        Assert.Equal(3, Rig.ReadSummary(run.RunId).Seen);
        Assert.Empty(Rig.Check(run.RunId));
    }

    [Theory]
    [InlineData("f2", true)]
    [InlineData("f1", false)]
    [InlineData(null, false)]
    public void Plan_FinishedKeyAgain_IsPendingAgainOnlyWithAnotherFingerprint(string? again, bool reopened)
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, 2, Item("a"), Item("b"), Item("c"), Item("q")), null);
        run.CommitBatch(
            [Whole("a"), ItemOutcome.Failed("b", "500"), ItemOutcome.Partial("c", "{}", "no badge"), ItemOutcome.Quarantined("q", "deaths")], First, null);
        PagePlan plan = run.PlanPage(Page(2, null, Item("a", again), Item("b", again), Item("c", again), Item("q", again)), null);
        Assert.Equal(reopened ? ["a", "b", "c"] : [], plan.Pending.Select(i => i.Key));
        Assert.All(plan.Pending, i => Assert.Equal((again, 1), (i.Fingerprint, i.Attempts)));
        Assert.Equal(1, Rig.ReadSummary(run.RunId).Quarantined);
        Assert.Empty(Rig.Check(run.RunId));
        if (reopened)
        {
            // The run's net effect counts: the record is new however often it was fetched.
            ItemCounts done = run.CommitBatch([Whole("a", 2, "f2"), Whole("b", 1, "f2"), Whole("c", 1, "f2")], First, null);
            Assert.Equal(3, done.New);
            Assert.Empty(Rig.Check(run.RunId));
        }
    }

    [Fact]
    public void Plan_PendingKeyWithAnotherFingerprint_TakesTheNewPayload()
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, 2, Item("a")), null);
        run.PlanPage(Page(2, null, new ListedItem("a", "f2", "[2]")), null);
        Assert.Equal([("f2", "[2]")], run.ReadPending(0, 9).Select(i => (i.Fingerprint, i.PayloadJson)));
    }

    [Fact]
    public void Plan_SameCursorTwiceInAPass_IsReported()
    {
        LegUnderTest run = Rig.Begin();
        Assert.False(run.PlanPage(Page(1, 2), null).CursorRepeated);
        Assert.False(run.PlanPage(Page(2, 1), null).CursorRepeated);
        Assert.True(run.PlanPage(Page(1, 2), null).CursorRepeated);
        Assert.True(run.PlanPage(Page(2, 1), null).CursorRepeated);
        Assert.False(run.PlanPage(Page(2, null) with { Pass = 2 }, null).CursorRepeated);
        Assert.Equivalent(new ListingPosition(ListingState.AtEnd, 2, null), Rig.Begin().ListingPosition);
    }

    [Fact]
    public void FinishListing_ThenASecondPass_MovesThePosition()
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, null), null);
        run.FinishListing(1, 7);
        run = Rig.Begin();
        Assert.Equivalent(new ListingPosition(ListingState.Finished, 1, null), run.ListingPosition);
        run.PlanPage(Page(1, 2) with { Pass = 2, SiteTotal = 8 }, null);
        Assert.Equivalent(run.ListingPosition, Rig.Begin().ListingPosition);
        Assert.Equivalent(new ListingPosition(ListingState.Open, 2, "2"), run.ListingPosition);
        Assert.Equal(8, Rig.ReadSummary(run.RunId).SiteTotal);
    }

    /// <summary>Of a key that was never held, or gone before: a removal has no version, and may be another than the one that is known.</summary>
    [Fact]
    public void Plan_RemovalsAlone_SayNothingOfTheRest()
    {
        Store(Whole("a"));
        LegUnderTest run = Rig.Begin();
        Assert.False(run.PlanPage(Gone(1, 2, "x", "y"), null).IsUpToDate);
        Assert.True(run.PlanPage(Page(2, 3, Item("a")) with { Removed = ["z"] }, null).IsUpToDate);
        Assert.False(run.PlanPage(Gone(3, null, "a"), null).IsUpToDate);
        Assert.False(run.PlanPage(Gone(4, null, "a"), null).IsUpToDate);
        Assert.Equal(1, Rig.ReadSummary(run.RunId).Seen);
        Finish(run);

        run = Rig.Begin();
        Assert.False(run.PlanPage(Gone(1, 2, "x", "a"), null).IsUpToDate);
        Assert.Equal(0, Rig.ReadSummary(run.RunId).Seen);
        Assert.Empty(Rig.Check(run.RunId));
    }

    [Fact]
    public void Plan_QuarantinedEntry_IsNotKnown()
    {
        Store(ItemOutcome.Quarantined("q", "deaths"));
        Assert.False(Rig.Begin().PlanPage(Page(1, null, Item("q")), null).IsUpToDate);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Plan_RemovalBehindTheEntry_CountsUnlessTheNewestComesFirst(bool newestFirst, bool gone)
    {
        Store(Whole("a"));
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, 2, Item("a", "f2")), null);
        Assert.False(run.PlanPage(Gone(2, 3, "a") with { IsNewestFirst = newestFirst }, null).IsUpToDate);
        Assert.Equal(gone ? 0 : 1, run.ReadPending(0, 9).Count);
        Assert.Equal(gone ? 1 : 0, Rig.ReadSummary(run.RunId).Removed);
        Assert.Empty(Rig.Check(run.RunId));

        // A list that is read afresh is newer than any page before.
        run.PlanPage(Gone(1, null, "a") with { IsNewestFirst = newestFirst, Pass = 2 }, null);
        Assert.Equal(1, Rig.ReadSummary(run.RunId).Removed);
        Assert.Empty(Rig.Check(run.RunId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Plan_EntryAndRemovalOnOnePage_IsGone(bool newestFirst)
    {
        Store(Whole("a"));
        LegUnderTest run = Rig.Begin();
        PagePlan plan = run.PlanPage(Page(1, null, Item("a", "f2")) with { Removed = ["a"], IsNewestFirst = newestFirst }, null);
        Assert.Empty(plan.Pending);
        Assert.Empty(Rig.ReadRecords("gather"));
        Assert.Empty(Rig.Check(run.RunId));
    }

    [Fact]
    public void Plan_ListedAgainWhatAnEarlierRunFoundGone_StaysGoneUntilItIsFetched()
    {
        Store(Whole("a"));
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Gone(1, null, "a"), null);
        Finish(run);

        run = Rig.Begin();
        run.PlanPage(Page(1, 2, Item("a", "f2")), null);
        run.CommitBatch([ItemOutcome.Removed("a")], First, null);
        run.PlanPage(Page(2, null, Item("a", "f3")), null);

        Assert.Equal("a", Assert.Single(run.ReadPending(0, 9)).Key);
        Assert.Empty(Rig.ReadRecords("gather"));
        run.CommitBatch([Whole("a", 3, "f3")], First, null);
        Assert.Equal("a", Assert.Single(Rig.ReadRecords("gather")).Key);
        Finish(run);
        Assert.All(Rig.ReadRuns(), info => Assert.Empty(Rig.Check(info.RunId)));
    }

    /// <summary>The suspect goes on trial in its new form, too.</summary>
    [Fact]
    public void PlanPage_SuspectChangedMeanwhile_IsHandedOutWithItsDeaths()
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, 2, Item("a")), null);
        run.RecordDeath(["a"], alone: false);
        run.RecordDeath(["a"], alone: true);
        PlannedItem again = Assert.Single(run.PlanPage(Page(2, null, Item("a", "f2")), null).Pending);
        Assert.Equal((2, 1), (again.Deaths, again.SoloDeaths));
    }

    [Fact]
    public void PlanPage_BeforeCommit_IsToldWhetherTheReadingHadAllOfThePage()
    {
        LegUnderTest run = Rig.Begin();
        List<bool> more = [];
        run.PlanPage(Page(1, 2, Item("a"), Item("b")), more.Add);
        run.PlanPage(Page(2, 3, Item("b"), Item("a")), more.Add);
        run.PlanPage(Page(3, 4, Item("b"), Item("a", "f2")), more.Add);
        run.PlanPage(Page(4, 5), more.Add);
        Assert.Equal([true, false, true, false], more);
    }

    private void Finish(LegUnderTest run)
    {
        Assert.Empty(Rig.Check(run.RunId));
        run.FinishRun();
    }

    private void Store(ItemOutcome outcome)
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, null, Item(outcome.Key)), null);
        run.CommitBatch([outcome], First, null);
        run.FinishRun();
    }
}

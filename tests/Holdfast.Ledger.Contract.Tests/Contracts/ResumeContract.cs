using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>An unfinished run goes on where it was, at its own site only.</summary>
public abstract class ResumeContract : LedgerContract
{
    private protected ResumeContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void BeginLeg_UnfinishedRun_ResumesItWithItsPositionAndRetriesFailures()
    {
        LegUnderTest before = Rig.Begin();
        long first = before.RunId;
        before.PlanPage(Page(1, 2, Item("a"), Item("b"), Item("c")), null);
        before.CommitBatch([Whole("a"), ItemOutcome.Failed("b", "500")], First, null);
        Rig.Close();
        LegUnderTest run = Rig.Begin();
        Assert.Equal((first, 2, true), (run.RunId, run.Epoch, run.Resumed));
        Assert.Equivalent(new ListingPosition(ListingState.Open, 1, "2"), run.ListingPosition);
        Assert.Equal([("b", 1), ("c", 0)], run.ReadPending(0, 10).Select(i => (i.Key, i.Attempts)));
        Assert.Equal(["c"], run.ReadPending(run.ReadPending(0, 1)[0].Id, 10).Select(i => i.Key));
        Assert.Empty(Rig.Check(first));
        Assert.All(Rig.ReadMissing(first), i => Assert.Null(i.Reason));
        Assert.Equal(2, Rig.ReadSummary(first).Run.Legs);
    }

    [Fact]
    public void BeginLeg_AtAnotherSite_IsRefusedOnceSomethingWasRead()
    {
        LegUnderTest mistyped = Rig.Begin("gather", "http://mistyped/");
        LegUnderTest run = Rig.Begin("gather", "http://one/");
        Assert.Equal(mistyped.RunId, run.RunId);
        run.PlanPage(Page(1, 2, Item("a")), null);

        LedgerException refused = Assert.Throws<LedgerException>(() => Rig.Begin("gather", "http://two/"));

        Assert.Equal(LedgerFault.OtherSite, refused.Fault);
        Assert.Equal((run.RunId, 3), (Rig.Begin("gather", "http://one/").RunId, Rig.ReadRun(run.RunId).Legs));
        Assert.False(Rig.Begin("other", "http://two/").Resumed);
    }

    /// <summary>A checkpoint says where to go on, and at another site that is somewhere else.</summary>
    [Fact]
    public void BeginLeg_AtAnotherSiteWithACheckpoint_IsRefused()
    {
        LegUnderTest run = Rig.Begin("count", "http://one/");
        run.SaveCheckpoint("57", 57);

        LedgerException refused = Assert.Throws<LedgerException>(() => Rig.Begin("count", "http://two/"));

        Assert.Equal(LedgerFault.OtherSite, refused.Fault);
    }

    /// <summary>A sync that has read nothing yet may move, and asks the other site for everything.</summary>
    [Fact]
    public void BeginLeg_OfASyncAtAnotherSite_ForgetsSinceWhenItReads()
    {
        LegUnderTest run = Rig.Begin("sync", "http://one/");
        run.BeginSync();
        run.PlanPage(Page(1, null, Item("a")) with { Watermark = "w1" }, null);
        run.CommitBatch([Whole("a")], First, null);
        run.FinishListing(1, null);
        run.FinishRun();
        Assert.Equal("w1", Rig.Begin("sync", "http://one/").BeginSync().Since);

        LegUnderTest moved = Rig.Begin("sync", "http://two/");

        Assert.NotEqual(run.RunId, moved.RunId);
        Assert.Null(moved.BeginSync().Since);
    }

    [Fact]
    public void BeginLeg_AfterFinish_BeginsAnotherRunAndOtherActionsAreApart()
    {
        LegUnderTest first = Rig.Begin();
        LegUnderTest other = Rig.Begin("other");
        Assert.Throws<InvalidOperationException>(() => PlanOne(first, "a").FinishRun());
        first.CommitBatch([Whole("a")], First, null);
        first.FinishListing(1, null);
        first.FinishRun();
        Assert.Throws<InvalidOperationException>(() => first.PlanPage(Page(2, null, Item("b")), null));
        first.EndLeg(LegOutcome.Finished);

        LegUnderTest second = Rig.Begin();
        Assert.Equal(3, Rig.ReadRuns().Select(info => info.RunId).Distinct().Count());
        Assert.Equal([second.RunId, other.RunId, first.RunId], Rig.ReadRuns().Select(info => info.RunId));
        Assert.Equal((1, false), (second.Epoch, second.Resumed));
        Assert.Single(other.PlanPage(Page(1, null, Item("a")), null).Pending);
    }

    private static LegUnderTest PlanOne(LegUnderTest run, string key)
    {
        run.PlanPage(Page(1, null, Item(key)), null);
        return run;
    }
}

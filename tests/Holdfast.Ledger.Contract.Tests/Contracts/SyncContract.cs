using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A sync reads what changed since the last completed run, and what that run could not fetch.</summary>
public abstract class SyncContract : LedgerContract
{
    private protected SyncContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void BeginSync_AfterACompletedRun_ReadsSinceItsWatermark()
    {
        LegUnderTest first = Rig.Begin();
        Assert.Equal((null, null, null), Of(first.BeginSync()));
        first.PlanPage(Page(1, 2) with { Watermark = "w1" }, null);

        // What came after the first page is for the next run.
        first.PlanPage(Page(2, null) with { Watermark = "w2" }, null);
        Assert.Equal((null, null, "w1"), Of(first.BeginSync()));
        first.FinishListing(1, null);
        first.FinishRun();

        LegUnderTest second = Rig.Begin();
        Assert.Equal((first.RunId, "w1", null), Of(second.BeginSync()));
        Assert.Equal((first.RunId, "w1", null), Of(Rig.Begin().BeginSync()));
        Assert.Equal((first.RunId, "w1", null), Of(Rig.ReadSummary(second.RunId).Sync!));
        Assert.Null(Rig.ReadSummary(Rig.Begin("another").RunId).Sync);
    }

    /// <summary>The list hid something: what it hid must not be passed over for ever.</summary>
    [Fact]
    public void FinishListing_HoldsTheWatermark_TheNextSyncReadsSinceTheSame()
    {
        Complete("w1", holdsWatermark: false);
        Complete("w2", holdsWatermark: true);
        Assert.Equal("w1", Rig.Begin().BeginSync().Since);
    }

    [Fact]
    public void BeginSync_WhatTheLastRunCouldNotFetch_IsPendingAndCountsInThisRun()
    {
        LegUnderTest first = Rig.Begin();
        first.BeginSync();
        first.PlanPage(Page(1, null, Item("whole"), Item("failed"), Item("partial"), Item("quarantined")), null);
        first.CommitBatch(
            [
                Whole("whole"),
                ItemOutcome.Failed("failed", "500"),
                ItemOutcome.Partial("partial", "{}", "no badge"),
                ItemOutcome.Quarantined("quarantined", "sessions died"),
            ],
            First,
            null);
        first.FinishListing(1, null);
        first.FinishRun();

        LegUnderTest second = Rig.Begin();
        second.BeginSync();

        Assert.Equal(["failed", "partial"], second.ReadPending(0, 10).Select(item => item.Key));
        RunSummary summary = Rig.ReadSummary(second.RunId);
        Assert.Equal((3, 1, 0), (summary.Seen, summary.Quarantined, summary.Pages));
        Assert.Equal(ListingState.NotStarted, summary.Listing.State);
        Assert.Empty(second.Check());
    }

    [Theory]
    [InlineData(true, 1, true)]
    [InlineData(false, 1, true)]
    [InlineData(false, 2, false)]
    public void KnowsWhatFollows_AfterARun_UnlessItsListHidSomething(bool hasWatermark, long total, bool knows)
    {
        LegUnderTest first = Rig.Begin();
        SyncSpan all = first.BeginSync();
        Assert.True(first.KnowsWhatFollows(all));
        first.PlanPage(Page(1, null, Item("a")) with { Watermark = hasWatermark ? "w1" : null, SiteTotal = total }, null);
        first.CommitBatch([Whole("a")], First, null);
        first.FinishListing(1, total);
        first.FinishRun();

        LegUnderTest second = Rig.Begin();

        Assert.Equal(knows, second.KnowsWhatFollows(second.BeginSync()));
    }

    private static (long? SinceRun, string? Since, string? Watermark) Of(SyncSpan span) => (span.SinceRun, span.Since, span.Watermark);

    private void Complete(string watermark, bool holdsWatermark)
    {
        LegUnderTest run = Rig.Begin();
        run.BeginSync();
        run.PlanPage(Page(1, null) with { Watermark = watermark }, null);
        run.FinishListing(1, null, holdsWatermark);
        run.FinishRun();
    }
}

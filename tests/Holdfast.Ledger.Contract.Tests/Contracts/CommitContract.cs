using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>What a batch brought is committed as a whole, once, and counted by its meaning.</summary>
public abstract class CommitContract : LedgerContract
{
    private protected CommitContract(LedgerRig rig)
        : base(rig)
    {
    }

    private const string Json = """{"a":1,"b":[{"c":"é","d":null}]}""";

    [Fact]
    public void Commit_Twice_CountsOnce()
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, null, Item("a"), Item("b")), null);
        Assert.Equal(1, run.CommitBatch([Whole("a")], First, null).New);
        ItemCounts again = run.CommitBatch([Whole("a", 2), ItemOutcome.Failed("a", "late"), Whole("b"), Whole("b", 2)], First, null);
        Assert.Equal(ItemCounts.None with { New = 1, Pending = -1 }, again);
        Assert.All(Rig.ReadRecords("gather"), r => Assert.Contains("\"value\":1", r.Json, StringComparison.Ordinal));
        Assert.Empty(Rig.Check(run.RunId));
    }

    [Theory]
    [InlineData("""{ "b" : [ { "d":null, "c":"\u00e9" } ], "a":1 }""", ItemState.Unchanged)]
    [InlineData("""{"a":2,"b":[{"c":"é","d":null}]}""", ItemState.Updated)]
    [InlineData("""{"a":1,"b":[{"c":"é"}]}""", ItemState.Updated)]
    [InlineData("""{"a":"1","b":[{"c":"é","d":null}]}""", ItemState.Updated)]
    public void Commit_WholeOverWhole_ComparesTheMeaning(string again, ItemState expected)
    {
        (LegUnderTest before, _) = Run(ItemOutcome.Whole("k", Json, "f1"));
        (LegUnderTest run, ItemCounts done) = Run(ItemOutcome.Whole("k", again, "f2"));
        Assert.Equal(expected == ItemState.Unchanged ? (1, 0) : (0, 1), (done.Unchanged, done.Updated));
        StoredRecord record = Assert.Single(Rig.ReadRecords("gather"));
        Assert.Equal(expected == ItemState.Unchanged ? Json : again, record.Json);
        Assert.Equal(
            ("f2", run.RunId, expected == ItemState.Unchanged ? before.RunId : run.RunId, before.RunId),
            (record.Fingerprint, record.CheckedRun, record.WrittenRun, record.FirstRun));
    }

    [Fact]
    public void Commit_PartialOverWhole_KeepsTheWholeRecordAndCountsPartial()
    {
        Run(ItemOutcome.Whole("k", Json, "f1"));
        (LegUnderTest run, ItemCounts done) = Run(ItemOutcome.Partial("k", "{}", "no badge"));
        Assert.Equal(1, done.Partial);
        StoredRecord record = Assert.Single(Rig.ReadRecords("gather"));
        Assert.Equal((Json, true), (record.Json, record.IsWhole));
        Assert.Equal("no badge", Assert.Single(Rig.ReadMissing(run.RunId)).Reason);
        // It is filled in by the next run, and that is no change of the record.
        Assert.Equal(1, Run(ItemOutcome.Whole("k", Json, "f2")).Done.Unchanged);
    }

    [Fact]
    public void Commit_OverPartial_PartialReplacesAndWholeUpdates()
    {
        Run(ItemOutcome.Partial("k", "{}", "no badge"));
        Assert.Equal(1, Run(ItemOutcome.Partial("k", Json, "no profile")).Done.Partial);
        StoredRecord record = Assert.Single(Rig.ReadRecords("gather"));
        Assert.Equal((Json, "no profile"), (record.Json, record.Missing));
        Assert.Empty(Rig.ReadRecords("gather", includePartial: false));
        (LegUnderTest run, ItemCounts done) = Run(ItemOutcome.Whole("k", Json, "f1"));
        Assert.Equal(1, done.Updated);
        Assert.Single(Rig.ReadRecords("gather", writtenByRun: run.RunId, includePartial: false));
    }

    [Fact]
    public void Commit_ChangedAndChangedBackInOneRun_IsUnchanged()
    {
        Run(Whole("k"));
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, 2, Item("k", "f2")), null);
        Assert.Equal(1, run.CommitBatch([Whole("k", 2, "f2")], First, null).Updated);
        run.PlanPage(Page(2, null, Item("k", "f3")), null);
        Assert.Equal(1, run.CommitBatch([Whole("k", 1, "f3")], First, null).Unchanged);
        Assert.Empty(Rig.Check(run.RunId));
    }

    [Theory]
    [InlineData("a", "no json")]
    [InlineData("stranger", "{}")]
    public void Commit_BadOutcome_CommitsNothingOfTheBatch(string key, string json)
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, null, Item("a"), Item("b")), null);
        Assert.Throws<ArgumentException>(() => run.CommitBatch([Whole("b"), ItemOutcome.Whole(key, json, null)], First, null));
        Assert.Equal(2, Rig.ReadSummary(run.RunId).Pending);
        Assert.Empty(Rig.ReadRecords("gather"));
    }

    [Fact]
    public void Run_FromListingToFinish_AddsUp()
    {
        LegUnderTest run = Rig.Begin();
        Assert.False(run.Resumed);
        Assert.Equal(ListingState.NotStarted, run.ListingPosition.State);

        PagePlan plan = run.PlanPage(Page(1, 2, Item("a"), Item("b"), Item("c")), null);
        Assert.Equal(["a", "b", "c"], plan.Pending.Select(i => i.Key));
        Assert.Equivalent(new ListingPosition(ListingState.Open, 1, "2"), run.ListingPosition);
        ItemCounts done = run.CommitBatch([Whole("a"), ItemOutcome.Partial("b", "{}", "no badge"), ItemOutcome.Failed("c", "500")], First, null);
        Assert.Equal(ItemCounts.None with { New = 1, Partial = 1, Failed = 1, Pending = -3 }, done);
        run.PlanPage(Page(2, null, Item("c"), Item("d")), null);
        Assert.Equal(ListingState.AtEnd, run.ListingPosition.State);
        run.FinishListing(1, 4);
        Assert.Equal(["d"], run.ReadPending(0, 10).Select(i => i.Key));
        run.CommitBatch([ItemOutcome.Quarantined("d", "2 deaths")], First, null);

        RunSummary summary = Rig.ReadSummary(run.RunId);
        Assert.Equal((4, 1, 1, 1, 1), (summary.Seen, summary.New, summary.Partial, summary.Failed, summary.Quarantined));
        Assert.Equal((2, 4L), (summary.Pages, summary.SiteTotal));
        Assert.True(summary.AddsUp);
        Assert.Empty(Rig.Check(run.RunId));
        run.FinishRun();
        run.EndLeg(LegOutcome.Finished);
        Assert.Empty(Rig.Check(run.RunId));
        Assert.Equal(["d", "c", "b"], Rig.ReadMissing(run.RunId).Select(i => i.Key));
        Assert.Equal(LegOutcome.Finished, Assert.Single(Rig.ReadRuns()).LastLegOutcome);
    }

    /// <summary>It was in flight when the list showed that it had changed: what was fetched may be older, and in a sync nothing would show it again.</summary>
    [Fact]
    public void CommitBatch_OfAnItemThatChangedMeanwhile_DoesNotCountAndItIsFetchedAgain()
    {
        LegUnderTest run = Rig.Begin();
        Assert.Equal("f1", Assert.Single(run.PlanPage(Page(1, 2, Item("a")), null).Pending).Fingerprint);
        Assert.Equal("f2", Assert.Single(run.PlanPage(Page(2, null, Item("a", "f2")), null).Pending).Fingerprint);

        Assert.Equal(ItemCounts.None, run.CommitBatch([Whole("a", 1)], First, null));
        Assert.Equal("f2", Assert.Single(run.ReadPending(0, 10)).Fingerprint);

        Assert.Equal(1, run.CommitBatch([Whole("a", 2, "f2")], First, null).New);
        Assert.Empty(run.ReadPending(0, 10));
        Assert.Equal("""{"key":"a","value":2}""", Assert.Single(Rig.ReadRecords("gather")).Json);
        Assert.Empty(Rig.Check(run.RunId));
    }

    /// <summary>Whatever the old fetch came to, it is not what the list shows now.</summary>
    [Fact]
    public void CommitBatch_StaleOutcomeOfAnyKind_DoesNotCount()
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, 2, Item("a")), null);
        run.PlanPage(Page(2, null, Item("a", "f2")), null);
        foreach (ItemOutcome stale in (ItemOutcome[])
            [ItemOutcome.Failed("a", "x"), ItemOutcome.Partial("a", "{}", "x"), ItemOutcome.Removed("a"), ItemOutcome.Quarantined("a", "x")])
        {
            Assert.Equal(ItemCounts.None, run.CommitBatch([stale with { AsPlanned = "f1" }], First, null));
        }

        Assert.Equal(1, run.CommitBatch([Whole("a", 2, "f2")], First, null).New);
        Assert.Single(Rig.ReadRecords("gather"));
    }

    private (LegUnderTest Run, ItemCounts Done) Run(ItemOutcome outcome)
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, null, Item(outcome.Key, outcome.Fingerprint ?? Guid.NewGuid().ToString())), null);
        ItemCounts done = run.CommitBatch([outcome], First, null);
        run.FinishRun();
        Assert.All(Rig.ReadRuns(), info => Assert.Empty(Rig.Check(info.RunId)));
        return (run, done);
    }
}

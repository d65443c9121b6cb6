using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>What failed, or lacked something, gets another outcome at the end of a leg, and only then.</summary>
public abstract class RetryRoundContract : LedgerContract
{
    private protected RetryRoundContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void Commit_ThatIsNoRetryRound_LeavesFailedAndPartialItemsAsTheyAre()
    {
        LegUnderTest run = BeginWithGaps();
        Assert.Equal(ItemCounts.None, run.CommitBatch([Whole("failed"), Whole("partial"), Whole("quarantined")], First, null));
        RunSummary summary = Rig.ReadSummary(run.RunId);
        Assert.Equal((1, 1, 2, 1), (summary.New, summary.Failed, summary.Partial, summary.Quarantined));
    }

    [Fact]
    public void RetryRound_FailedAndPartialItems_GetTheirNewOutcomeAndOthersDoNot()
    {
        LegUnderTest run = BeginWithGaps();

        ItemCounts done = run.CommitRetryRound(
            Whole("failed"), Whole("partial"), ItemOutcome.Failed("partial too", "500"), Whole("quarantined"), Whole("whole", 2));

        Assert.Equal(ItemCounts.None with { New = 2, Partial = -1, Failed = -1 }, done);
        RunSummary summary = Rig.ReadSummary(run.RunId);
        Assert.Equal((3, 0, 1, 1), (summary.New, summary.Failed, summary.Partial, summary.Quarantined));
        Assert.Equal(
            [("quarantined", "sessions died", 1), ("partial too", "no badge", 2)],
            Rig.ReadMissing(run.RunId).Select(item => (item.Key, item.Reason, item.Attempts)));
        Assert.Contains("\"value\":1", Assert.Single(Rig.ReadRecords("gather"), record => record.Key == "whole").Json, StringComparison.Ordinal);
        Assert.Empty(run.Check());
    }

    /// <summary>What is said of an item is what came of it last.</summary>
    [Fact]
    public void RetryRound_FailsInAnotherWay_SaysSo()
    {
        LegUnderTest run = BeginWithGaps();
        Assert.Equal(ItemCounts.None, run.CommitRetryRound(ItemOutcome.Failed("failed", "404")));
        Assert.Equal(ItemCounts.None, run.CommitRetryRound(ItemOutcome.Partial("partial", """{"more":1}""", "no profile")));

        IReadOnlyList<MissingItem> missing = Rig.ReadMissing(run.RunId);
        Assert.Equal("404", missing.Single(item => item.Key == "failed").Reason);
        Assert.Equal("no profile", missing.Single(item => item.Key == "partial").Reason);
        Assert.Empty(run.Check());
    }

    [Fact]
    public void ReadItems_InAState_AreThoseThatARetryRoundAsksFor()
    {
        LegUnderTest run = BeginWithGaps();
        Assert.Equal(["failed"], run.ReadItems(ItemState.Failed).Select(item => item.Key));
        Assert.Equal(["partial", "partial too"], run.ReadItems(ItemState.Partial).Select(item => item.Key));
        Assert.Empty(run.ReadItems(ItemState.Pending));
    }

    private LegUnderTest BeginWithGaps()
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, null, Item("failed"), Item("partial"), Item("partial too"), Item("quarantined"), Item("whole")), null);
        run.CommitBatch(
            [
                ItemOutcome.Failed("failed", "500"),
                ItemOutcome.Partial("partial", "{}", "no badge"),
                ItemOutcome.Partial("partial too", "{}", "no badge"),
                ItemOutcome.Quarantined("quarantined", "sessions died"),
                Whole("whole"),
            ],
            First,
            null);
        return run;
    }
}

using static Holdfast.Actions.Tests.LedgerFixture;

namespace Holdfast.Actions.Tests;

public sealed class RunAccountTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Run_FromListingToFinish_AddsUp()
    {
        using var ledger = _files.Open();
        var run = Begin(ledger);
        Assert.False(run.Resumed);
        Assert.Equal(ListingState.NotStarted, run.ListingPosition.State);

        var plan = run.PlanPage(Page(1, 2, Item("a"), Item("b"), Item("c")), null);
        Assert.Equal(["a", "b", "c"], plan.Pending.Select(i => i.Key));
        Assert.Equal(new ListingPosition(ListingState.Open, 1, "2"), run.ListingPosition);
        var done = run.CommitBatch([Whole("a"), ItemOutcome.Partial("b", "{}", "no badge"), ItemOutcome.Failed("c", "500")], First, null);
        Assert.Equal(new BatchOutcome(1, 0, 0, 1, 1, 0, 0), done);
        run.PlanPage(Page(2, null, Item("c"), Item("d")), null);
        Assert.Equal(ListingState.AtEnd, run.ListingPosition.State);
        run.FinishListing(1, 4, null);
        Assert.Equal(["d"], run.ReadPending(0, 10).Select(i => i.Key));
        run.CommitBatch([ItemOutcome.Quarantined("d", "2 deaths")], First, null);

        var summary = ledger.ReadSummary(run.RunId);
        Assert.Equal((4, 1, 1, 1, 1), (summary.Seen, summary.New, summary.Partial, summary.Failed, summary.Quarantined));
        Assert.Equal((2, 4L), (summary.Pages, summary.SiteTotal));
        Assert.True(summary.AddsUp);
        Assert.Empty(ledger.Check(run.RunId));
        run.FinishRun();
        run.EndLeg(LegOutcome.Finished);
        Assert.Empty(ledger.Check(run.RunId));
        Assert.Equal(["d", "c", "b"], ledger.ReadMissing(run.RunId).Select(i => i.Key));
    }
}

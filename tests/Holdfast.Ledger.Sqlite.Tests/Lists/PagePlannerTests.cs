using static Holdfast.Tests.Shared.LedgerFixture;
using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Sqlite.Tests;

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

    [Fact]
    public void Plan_PartialRecord_IsNeverSkipped()
    {
        Store(ItemOutcome.Partial("a", "{}", "no badge"));
        // Not even when a fingerprint found its way into it.
        Assert.Equal(1, _files.Tamper("UPDATE records SET fingerprint = 'f1'"));
        Assert.Single(Begin(_ledger).PlanPage(Page(1, null, Item("a")), null).Pending);
    }

    private void Store(ItemOutcome outcome)
    {
        RunAccount run = Begin(_ledger);
        run.PlanPage(Page(1, null, Item(outcome.Key)), null);
        run.CommitBatch([outcome], First, null);
        run.EndLeg(LegOutcome.Finished, finishesRun: true);
    }
}

using static Holdfast.Tests.Shared.LedgerFixture;
using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Sqlite.Tests;

public sealed class LedgerCrashTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Copy_WithTheLogCutAnywhere_HoldsAWholeNumberOfCommits()
    {
        using RunLedger ledger = _files.Open();
        RunAccount run = Begin(ledger);
        for (int page = 1; page <= 4; page++)
        {
            run.PlanPage(Page(page, page + 1, [.. Enumerable.Range(0, 5).Select(i => Item($"{page}-{i}"))]), null);
            run.CommitBatch([.. Enumerable.Range(0, 5).Select(i => Whole($"{page}-{i}"))], First, null);
        }

        byte[] log = File.ReadAllBytes(_files.Path + "-wal");
        SortedSet<long> seen = new();
        for (int length = log.Length; length > 0; length -= 5003)
        {
            using LedgerFixture copy = new();
            File.Copy(_files.Path, copy.Path);
            File.WriteAllBytes(copy.Path + "-wal", log[..length]);
            using RunLedger cut = copy.Open();
            foreach (RunInfo found in cut.ReadRuns())
            {
                Assert.Empty(cut.Check(found.RunId));
                RunSummary summary = cut.ReadSummary(found.RunId);
                Assert.Equal(0, summary.New % 5);
                seen.Add(summary.New);
            }
        }

        Assert.Equal([0, 5, 10, 15, 20], seen);
    }

    [Fact]
    public void Copy_TakenRightBeforeCommit_HasNoTraceOfTheChange()
    {
        using RunLedger ledger = _files.Open();
        RunAccount run = Begin(ledger);
        run.PlanPage(Page(1, null, Item("a")), null);
        using LedgerFixture copy = new();
        run.CommitBatch([Whole("a")], First, () =>
        {
            File.Copy(_files.Path, copy.Path);
            File.Copy(_files.Path + "-wal", copy.Path + "-wal");
        });
        using RunLedger crashed = copy.Open();
        Assert.Equal((1, 0), (crashed.ReadSummary(run.RunId).Pending, crashed.ReadSummary(run.RunId).New));
        Assert.Empty(crashed.ReadRecords("gather"));
        Assert.Empty(crashed.Check(run.RunId));
    }

    [Fact]
    public void Commit_DiskFull_UndoesItSaysSoAndGoesOnWhenThereIsRoom()
    {
        using RunLedger ledger = _files.Open();
        RunAccount run = Begin(ledger);
        run.PlanPage(Page(1, null, Item("a"), Item("b")), null);
        object? pages = ledger.Connection.Sql("PRAGMA page_count").Scalar();
        ledger.Connection.Sql($"PRAGMA max_page_count = {pages}").Scalar();
        ItemOutcome large = ItemOutcome.Whole("a", $"\"{new string('x', 100_000)}\"", null);
        LedgerException full = Assert.Throws<LedgerException>(() => run.CommitBatch([Whole("b"), large], First, null));
        Assert.Equal((LedgerFault.DiskFull, _files.Path), (full.Fault, full.Path));
        Assert.Equal((2, 0), (ledger.ReadSummary(run.RunId).Pending, ledger.ReadSummary(run.RunId).New));
        Assert.Empty(ledger.Check(run.RunId));
        ledger.Connection.Sql("PRAGMA max_page_count = 1000000").Scalar();
        run.CommitBatch([Whole("b"), large], First, null);
        Assert.Equal(2, ledger.ReadSummary(run.RunId).New);
        Assert.Empty(ledger.Check(run.RunId));
    }
}

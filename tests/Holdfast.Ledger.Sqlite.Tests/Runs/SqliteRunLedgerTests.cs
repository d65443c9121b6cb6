using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Sqlite.Tests;

public sealed class SqliteRunLedgerTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task BeginLegAsync_OtherSite_ClosesTheFileAgain()
    {
        SqliteRunLedgerStore store = new(_files.Time);
        await using (IRunLedger first = await store.BeginLegAsync(_files.Path, "gather", "https://one.test"))
        {
            await first.PlanPageAsync(first.Writer, Page(1, null, Item("a")), null);
        }

        LedgerException refused = await Assert.ThrowsAsync<LedgerException>(() => store.BeginLegAsync(_files.Path, "gather", "https://two.test"));
        Assert.Contains("was begun at https://one.test, not at https://two.test", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_files.Path + "-wal"), "the ledger is still open");
    }

    /// <summary>A finished run without the outcome of its leg would count as the death of a job, for ever.</summary>
    [Fact]
    public async Task EndLegAsync_OutcomeCannotBeWritten_LeavesTheRunOpen()
    {
        await using IRunLedger ledger = await new SqliteRunLedgerStore(_files.Time).BeginLegAsync(_files.Path, "gather", null);
        _files.Tamper("CREATE TRIGGER full BEFORE UPDATE OF outcome ON legs BEGIN SELECT RAISE(ABORT, 'no room'); END");

        await Assert.ThrowsAsync<LedgerException>(() => ledger.EndLegAsync(ledger.Writer, LegOutcome.Finished, finishesRun: true));

        RunInfo run = (await ledger.ReadSummaryAsync()).Run;
        Assert.Equal(((DateTimeOffset?)null, (LegOutcome?)null), (run.FinishedAt, run.LastLegOutcome));
        _files.Tamper("DROP TRIGGER full");
        await ledger.EndLegAsync(ledger.Writer, LegOutcome.Finished, finishesRun: true);
        run = (await ledger.ReadSummaryAsync()).Run;
        Assert.Equal((_files.Time.GetUtcNow(), LegOutcome.Finished), (run.FinishedAt, run.LastLegOutcome));
    }

    /// <summary>The watermark is let go of with the listing or not at all: a leg that goes on would not know that anything was hidden.</summary>
    [Fact]
    public async Task FinishListingAsync_PassCannotBeWritten_KeepsTheWatermark()
    {
        await using IRunLedger ledger = await new SqliteRunLedgerStore(_files.Time).BeginLegAsync(_files.Path, "sync", null);
        await ledger.BeginSyncAsync(ledger.Writer);
        await ledger.PlanPageAsync(ledger.Writer, Page(1, null) with { Watermark = "w1" }, null);
        _files.Tamper("CREATE TRIGGER full BEFORE INSERT ON passes BEGIN SELECT RAISE(ABORT, 'no room'); END");

        await Assert.ThrowsAsync<LedgerException>(() => ledger.FinishListingAsync(ledger.Writer, 1, null, holdsWatermark: true));

        RunSummary summary = await ledger.ReadSummaryAsync();
        Assert.Equal((ListingState.AtEnd, "w1"), (summary.Listing.State, summary.Sync!.Watermark));
    }
}

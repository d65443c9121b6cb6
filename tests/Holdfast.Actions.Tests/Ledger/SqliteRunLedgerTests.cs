using static Holdfast.Actions.Tests.LedgerFixture;

namespace Holdfast.Actions.Tests;

public sealed class SqliteRunLedgerTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task BeginLegAsync_OtherSite_ClosesTheFileAgain()
    {
        SqliteRunLedgerStore store = new(_files.Time);
        await using (IRunLedger first = await store.BeginLegAsync(_files.Path, "gather", "https://one.test", null))
        {
            await first.PlanPageAsync(first.Writer, Page(1, null, Item("a")), null);
        }

        await Assert.ThrowsAsync<LedgerException>(() => store.BeginLegAsync(_files.Path, "gather", "https://two.test", null));
        Assert.False(File.Exists(_files.Path + "-wal"), "the ledger is still open");
    }
}

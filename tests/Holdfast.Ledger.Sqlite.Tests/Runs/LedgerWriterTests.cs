using static Holdfast.Tests.Shared.LedgerFixture;
using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Sqlite.Tests;

public sealed class LedgerWriterTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task RunAsync_FromManyWorkers_OneThreadDoesItAllAndItAddsUp()
    {
        await using LedgerWriter writer = LedgerWriter.Open(_files.Path, _files.Time);
        RunAccount run = await writer.RunAsync(Begin1, TestContext.Current.CancellationToken);
        int[] threads = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => writer.RunAsync(_ =>
        {
            run.PlanPage(Page(i + 1, i + 2, Item($"{i}-a"), Item($"{i}-b")), null);
            run.CommitBatch([Whole($"{i}-a")], First, null);
            return Environment.CurrentManagedThreadId;
        }))));
        Assert.Single(threads.Distinct());
        RunSummary summary = await writer.RunAsync(l => l.ReadSummary(run.RunId), TestContext.Current.CancellationToken);
        Assert.Equal((80, 40, 40), (summary.Seen, summary.New, summary.Pending));
        Assert.Empty(await writer.RunAsync(l => l.Check(run.RunId), TestContext.Current.CancellationToken));

        Task<bool> continued = writer.RunAsync(_ => Environment.CurrentManagedThreadId, TestContext.Current.CancellationToken)
            .ContinueWith(t => t.IsCompletedSuccessfully && Environment.CurrentManagedThreadId != threads[0], TaskScheduler.Default);
        Assert.True(await continued);
    }

    [Fact]
    public async Task RunAsync_WorkThrows_FailsItsOwnTaskOnly()
    {
        await using LedgerWriter writer = LedgerWriter.Open(_files.Path, _files.Time);
        await Assert.ThrowsAsync<ArgumentException>(() => writer.RunAsync(l => l.ReadSummary(7), TestContext.Current.CancellationToken));
        Assert.Empty(await writer.RunAsync(l => l.ReadRuns(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RunAsync_CancelledWhileQueued_IsNotDone()
    {
        await using LedgerWriter writer = LedgerWriter.Open(_files.Path, _files.Time);
        using ManualResetEventSlim gate = new();
        using CancellationTokenSource cancel = new();
        Task<bool> first = writer.RunAsync(_ => gate.Wait(TimeSpan.FromSeconds(30)), TestContext.Current.CancellationToken);
        Task<RunAccount> second = writer.RunAsync(Begin1, cancel.Token);
        await cancel.CancelAsync();
        gate.Set();
        Assert.True(await first);
        await Assert.ThrowsAsync<TaskCanceledException>(() => second);
        Assert.Empty(await writer.RunAsync(l => l.ReadRuns(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task DisposeAsync_WithWorkQueued_DoesItAllThenRefusesMore()
    {
        LedgerWriter writer = LedgerWriter.Open(_files.Path, _files.Time);
        RunAccount run = await writer.RunAsync(Begin1, TestContext.Current.CancellationToken);
        List<Task<PagePlan>> pages = Enumerable.Range(1, 50).Select(i => writer.RunAsync(_ => run.PlanPage(Page(i, i + 1, Item($"{i}")), null))).ToList();
        await writer.DisposeAsync();
        await writer.DisposeAsync();
        Assert.All(pages, p => Assert.True(p.IsCompletedSuccessfully));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.RunAsync(l => l.ReadRuns(), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(_files.Path + "-wal"));
        using RunLedger reader = _files.Open(LedgerAccess.Read);
        Assert.Equal(50, reader.ReadSummary(run.RunId).Pages);
    }

    private static RunAccount Begin1(RunLedger ledger) => Begin(ledger);
}

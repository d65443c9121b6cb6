using static Holdfast.Actions.Tests.LedgerFixture;

namespace Holdfast.Actions.Tests;

public sealed class LedgerCrashTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Kill_AtAnyMomentOfThreeLegs_KeepsEverythingAcknowledgedOnce()
    {
        var pages = new HashSet<string>();
        var items = new HashSet<string>();
        for (var leg = 1; leg <= 3; leg++)
        {
            using var helper = HelperProcess.Start("commit", _files.Path);
            Assert.Equal($"epoch {leg}", await helper.ReadLineAsync());
            var until = items.Count + Random.Shared.Next(20, 200);
            var killed = false;
            while (await helper.ReadLineAsync() is { } line)
            {
                var words = line.Split(' ');
                var acknowledged = words[0] == "page" ? pages : items;
                // A line cut off by the kill acknowledges only its whole words; each is checked to be new.
                Assert.All(words[1..], word => Assert.True(acknowledged.Add(word), word));
                if (!killed && items.Count >= until)
                {
                    killed = true;
                    await helper.KillAsync();
                }
            }
            AssertHolds(pages, items, leg);
        }
    }

    [Fact]
    public void Copy_WithTheLogCutAnywhere_HoldsAWholeNumberOfCommits()
    {
        using var ledger = _files.Open();
        var run = Begin(ledger);
        for (var page = 1; page <= 4; page++)
        {
            run.PlanPage(Page(page, page + 1, [.. Enumerable.Range(0, 5).Select(i => Item($"{page}-{i}"))]), null);
            run.CommitBatch([.. Enumerable.Range(0, 5).Select(i => Whole($"{page}-{i}"))], First, null);
        }
        var log = File.ReadAllBytes(_files.Path + "-wal");
        var seen = new SortedSet<long>();
        for (var length = log.Length; length > 0; length -= 5003)
        {
            using var copy = new LedgerFixture();
            File.Copy(_files.Path, copy.Path);
            File.WriteAllBytes(copy.Path + "-wal", log[..length]);
            using var cut = copy.Open();
            foreach (var found in cut.ReadRuns())
            {
                Assert.Empty(cut.Check(found.RunId));
                var summary = cut.ReadSummary(found.RunId);
                Assert.Equal(0, summary.New % 5);
                seen.Add(summary.New);
            }
        }
        Assert.Equal([0, 5, 10, 15, 20], seen);
    }

    [Fact]
    public void Copy_TakenRightBeforeCommit_HasNoTraceOfTheChange()
    {
        using var ledger = _files.Open();
        var run = Begin(ledger);
        run.PlanPage(Page(1, null, Item("a")), null);
        using var copy = new LedgerFixture();
        run.CommitBatch([Whole("a")], First, () =>
        {
            File.Copy(_files.Path, copy.Path);
            File.Copy(_files.Path + "-wal", copy.Path + "-wal");
        });
        using var crashed = copy.Open();
        Assert.Equal((1, 0), (crashed.ReadSummary(run.RunId).Pending, crashed.ReadSummary(run.RunId).New));
        Assert.Empty(crashed.ReadRecords("gather"));
        Assert.Empty(crashed.Check(run.RunId));
    }

    [Fact]
    public void Commit_DiskFull_UndoesItSaysSoAndGoesOnWhenThereIsRoom()
    {
        using var ledger = _files.Open();
        var run = Begin(ledger);
        run.PlanPage(Page(1, null, Item("a"), Item("b")), null);
        var pages = ledger.Connection.Sql("PRAGMA page_count").Scalar();
        ledger.Connection.Sql($"PRAGMA max_page_count = {pages}").Scalar();
        var large = ItemOutcome.Whole("a", $"\"{new string('x', 100_000)}\"", null);
        var full = Assert.Throws<LedgerException>(() => run.CommitBatch([Whole("b"), large], First, null));
        Assert.Equal((LedgerFault.DiskFull, _files.Path), (full.Fault, full.Path));
        Assert.Equal((2, 0), (ledger.ReadSummary(run.RunId).Pending, ledger.ReadSummary(run.RunId).New));
        Assert.Empty(ledger.Check(run.RunId));
        ledger.Connection.Sql("PRAGMA max_page_count = 1000000").Scalar();
        Assert.Equal(2, run.CommitBatch([Whole("b"), large], First, null).New);
        Assert.Empty(ledger.Check(run.RunId));
    }

    private void AssertHolds(HashSet<string> pages, HashSet<string> items, int legs)
    {
        // Read only, on what the kill left behind: the log is not yet part of the file.
        using var ledger = _files.Open(LedgerAccess.Read);
        var run = Assert.Single(ledger.ReadRuns());
        Assert.Equal((legs, (LegOutcome?)null), (run.Legs, run.LastLegOutcome));
        Assert.Empty(ledger.Check(run.RunId));
        var summary = ledger.ReadSummary(run.RunId);
        Assert.True(summary.AddsUp);
        var stored = ledger.ReadRecords("gather").Select(r => r.Key).ToHashSet();
        Assert.Superset(items, stored);
        Assert.Equal(stored.Count, summary.New);
        // At most the one batch and page under way at each kill are there without an acknowledgement; they count from now on.
        Assert.InRange(stored.Count, items.Count, items.Count + 5);
        Assert.InRange(summary.Pages, pages.Count, pages.Count + 1);
        items.UnionWith(stored);
        pages.UnionWith(Enumerable.Range(1, (int)summary.Pages).Select(p => p.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}

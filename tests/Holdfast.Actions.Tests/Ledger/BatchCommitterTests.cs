using static Holdfast.Actions.Tests.LedgerFixture;

namespace Holdfast.Actions.Tests;

public sealed class BatchCommitterTests : IDisposable
{
    private const string Json = """{"a":1,"b":[{"c":"é","d":null}]}""";

    private readonly LedgerFixture _files = new();
    private readonly RunLedger _ledger;

    public BatchCommitterTests() => _ledger = _files.Open();

    public void Dispose()
    {
        _ledger.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void Commit_Twice_CountsOnce()
    {
        var run = Begin(_ledger);
        run.PlanPage(Page(1, null, Item("a"), Item("b")), null);
        Assert.Equal(1, run.CommitBatch([Whole("a")], First, null).New);
        var again = run.CommitBatch([Whole("a", 2), ItemOutcome.Failed("a", "late"), Whole("b"), Whole("b", 2)], First, null);
        Assert.Equal(new BatchOutcome(1, 0, 0, 0, 0, 0, 0, 3), again);
        Assert.All(_ledger.ReadRecords("gather"), r => Assert.Contains("\"value\":1", r.Json, StringComparison.Ordinal));
        Assert.Empty(_ledger.Check(run.RunId));
    }

    [Theory]
    [InlineData("""{ "b" : [ { "d":null, "c":"\u00e9" } ], "a":1 }""", ItemState.Unchanged)]
    [InlineData("""{"a":2,"b":[{"c":"é","d":null}]}""", ItemState.Updated)]
    [InlineData("""{"a":1,"b":[{"c":"é"}]}""", ItemState.Updated)]
    [InlineData("""{"a":"1","b":[{"c":"é","d":null}]}""", ItemState.Updated)]
    public void Commit_WholeOverWhole_ComparesTheMeaning(string again, ItemState expected)
    {
        Run(ItemOutcome.Whole("k", Json, "f1"));
        var done = Run(ItemOutcome.Whole("k", again, "f2"));
        Assert.Equal(expected == ItemState.Unchanged ? (1, 0) : (0, 1), (done.Unchanged, done.Updated));
        var record = Assert.Single(_ledger.ReadRecords("gather"));
        Assert.Equal(expected == ItemState.Unchanged ? Json : again, record.Json);
        Assert.Equal(("f2", 2L, expected == ItemState.Unchanged ? 1L : 2L, 1L), (record.Fingerprint, record.CheckedRun, record.WrittenRun, record.FirstRun));
    }

    [Fact]
    public void Commit_PartialOverWhole_KeepsTheWholeRecordAndCountsPartial()
    {
        Run(ItemOutcome.Whole("k", Json, "f1"));
        Assert.Equal(1, Run(ItemOutcome.Partial("k", "{}", "no badge")).Partial);
        var record = Assert.Single(_ledger.ReadRecords("gather"));
        Assert.Equal((Json, true), (record.Json, record.IsWhole));
        Assert.Equal("no badge", Assert.Single(_ledger.ReadMissing(2)).Reason);
        // It is filled in by the next run, and that is no change of the record.
        Assert.Equal(1, Run(ItemOutcome.Whole("k", Json, "f2")).Unchanged);
    }

    [Fact]
    public void Commit_OverPartial_PartialReplacesAndWholeUpdates()
    {
        Run(ItemOutcome.Partial("k", "{}", "no badge"));
        Assert.Equal(1, Run(ItemOutcome.Partial("k", Json, "no profile")).Partial);
        var record = Assert.Single(_ledger.ReadRecords("gather"));
        Assert.Equal((Json, "no profile"), (record.Json, record.Missing));
        Assert.Empty(_ledger.ReadRecords("gather", includePartial: false));
        Assert.Equal(1, Run(ItemOutcome.Whole("k", Json, "f1")).Updated);
        Assert.Single(_ledger.ReadRecords("gather", writtenByRun: 3, includePartial: false));
    }

    [Fact]
    public void Commit_ChangedAndChangedBackInOneRun_IsUnchanged()
    {
        Run(Whole("k"));
        var run = Begin(_ledger);
        run.PlanPage(Page(1, 2, Item("k", "f2")), null);
        Assert.Equal(1, run.CommitBatch([Whole("k", 2, "f2")], First, null).Updated);
        run.PlanPage(Page(2, null, Item("k", "f3")), null);
        Assert.Equal(1, run.CommitBatch([Whole("k", 1, "f3")], First, null).Unchanged);
        Assert.Empty(_ledger.Check(run.RunId));
    }

    [Theory]
    [InlineData("a", "no json")]
    [InlineData("stranger", "{}")]
    public void Commit_BadOutcome_CommitsNothingOfTheBatch(string key, string json)
    {
        var run = Begin(_ledger);
        run.PlanPage(Page(1, null, Item("a"), Item("b")), null);
        Assert.Throws<ArgumentException>(() => run.CommitBatch([Whole("b"), ItemOutcome.Whole(key, json, null)], First, null));
        Assert.Equal(2, _ledger.ReadSummary(run.RunId).Pending);
        Assert.Empty(_ledger.ReadRecords("gather"));
    }

    private BatchOutcome Run(ItemOutcome outcome)
    {
        var run = Begin(_ledger);
        run.PlanPage(Page(1, null, Item(outcome.Key, outcome.Fingerprint ?? Guid.NewGuid().ToString())), null);
        var done = run.CommitBatch([outcome], First, null);
        Assert.Empty(_ledger.Check(run.RunId));
        run.FinishRun();
        for (var earlier = run.RunId - 1; earlier > 0; earlier--)
        {
            Assert.Empty(_ledger.Check(earlier));
        }
        return done;
    }
}

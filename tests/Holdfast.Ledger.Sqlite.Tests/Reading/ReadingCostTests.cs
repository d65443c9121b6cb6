using static Holdfast.Tests.Shared.LedgerFixture;
using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Sqlite.Tests;

/// <summary>What is asked again and again costs the same, however much there is.</summary>
public sealed class ReadingCostTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void MayEndPass_LongerList_CostsAPageTheSame()
    {
        (int few, int many) = (CostOfRereading("few", pages: 10), CostOfRereading("many", pages: 100));
        Assert.InRange(many, 1, 2 * few);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1L)]
    public void ReadPauses_MoreOfThemAreOver_CostsTheSame(long? run)
    {
        using RunLedger ledger = _files.Open();
        Begin(ledger);
        AddPauses(first: 1, last: 10);
        int few = Cost();
        AddPauses(first: 11, last: 2000);
        Assert.InRange(Cost(), 1, 2 * few);

        int Cost() => QueryCost.Of(ledger, () => Assert.Equal(2, ledger.ReadPauses(run, DateTimeOffset.FromUnixTimeMilliseconds(9)).Count));

        // Two of the first ten end later than the moment that is asked for.
        void AddPauses(int first, int last) => _files.Tamper(
            $"""
            INSERT INTO pauses WITH RECURSIVE n(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM n WHERE n < {last})
            SELECT 1, 1, 'x', n, 429, 0, iif(n < 3, 10, 0), 0, 0, NULL FROM n
            """);
    }

    [Fact]
    public void Check_MoreRecordsOfAnotherAction_CostsTheSame()
    {
        using RunLedger ledger = _files.Open();
        Begin(ledger);
        RunAccount run = Begin(ledger, "another");
        AddRecords(first: 1, last: 10);
        int few = Cost();
        AddRecords(first: 11, last: 2000);
        Assert.InRange(Cost(), 1, 2 * few);

        // Whether the file is whole is asked of the whole file.
        int Cost() => QueryCost.Of(ledger, () => Assert.Empty(ledger.Check(run.RunId)))
            - QueryCost.Of(ledger, () => Assert.Null(LedgerFile.QuickCheck(ledger.Connection.Sqlite)));

        void AddRecords(int first, int last) => _files.Tamper(
            $"""
            INSERT INTO records WITH RECURSIVE n(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM n WHERE n < {last})
            SELECT NULL, 'gather', n, 'no json', x'00', 1, NULL, NULL, 1, 1, 1, 0 FROM n
            """);
    }

    [Fact]
    public void ReadSummary_MoreEffectsOfOtherRuns_CostsTheSame()
    {
        using RunLedger ledger = _files.Open();
        Begin(ledger);
        RunAccount run = Begin(ledger, "another");
        AddEvents(10);
        int few = Cost();
        AddEvents(2000);
        Assert.InRange(Cost(), 1, 2 * few);

        int Cost() => QueryCost.Of(ledger, () => ledger.ReadSummary(run.RunId));

        void AddEvents(int count) => _files.Tamper(
            $"""
            INSERT INTO effect_events WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count})
            SELECT NULL, 1, 'begun', NULL, 1, 1, 0, 1, n FROM n
            """);
    }

    /// <summary>Of one more page, when a list is read for the second time.</summary>
    private int CostOfRereading(string action, int pages)
    {
        using RunLedger ledger = _files.Open();
        RunAccount run = Begin(ledger, action);
        for (int page = 1; page <= pages; page++)
        {
            run.PlanPage(Page(page, page < pages ? page + 1 : null, Item($"k{page}a"), Item($"k{page}b")), null);
        }

        run.PlanPage(Page(1, 2, Item("new1"), Item("k1a")) with { Pass = 2 }, null);
        Assert.Null(run.MayEndPass());
        run.PlanPage(Page(2, 3, Item("new2"), Item("k1b")) with { Pass = 2 }, null);
        return QueryCost.Of(ledger, () => Assert.Null(run.MayEndPass()));
    }
}

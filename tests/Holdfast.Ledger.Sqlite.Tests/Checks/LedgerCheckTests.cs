using static Holdfast.Tests.Shared.LedgerFixture;
using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Sqlite.Tests;

public sealed class LedgerCheckTests : IDisposable
{
    private static readonly string[] s_states = ["pending", "new", "updated", "unchanged", "partial", "failed", "quarantined", "removed"];

    private readonly LedgerFixture _files = new();

    public static TheoryData<string, string> EveryAlteration => Alterations.Of(s_states);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Check_UntouchedLedger_FindsNothing()
    {
        long run = Build();
        using RunLedger ledger = _files.Open(LedgerAccess.Read);
        Assert.Empty(ledger.Check(run - 1));
        Assert.Empty(ledger.Check(run));
        RunSummary summary = ledger.ReadSummary(run);
        Assert.Equal(
            (11, 1, 1, 2, 2, 2, 1, 1, 1),
            (summary.Seen, summary.New, summary.Updated, summary.Unchanged, summary.Partial, summary.Failed, summary.Quarantined, summary.Removed,
                summary.Pending));
    }

    [Theory]
    [MemberData(nameof(EveryAlteration))]
    public void Check_StateAlteredByHand_FindsItAndNamesTheTruth(string from, string to)
    {
        long run = Build();
        Assert.InRange(_files.Tamper($"UPDATE items SET state = '{to}' WHERE run_id = {run} AND state = '{from}'"), 1, 2);
        using RunLedger ledger = _files.Open(LedgerAccess.Read);
        List<LedgerMismatch> found = ledger.Check(run).Where(m => m.What == "state follows from the facts").ToList();
        Assert.NotEmpty(found);
        Assert.All(found, m => Assert.Equal((from, to), (m.Expected, m.Found)));
    }

    [Theory]
    [InlineData("UPDATE records SET hash = x'00' WHERE key = 'new'", "record is the one compared", "new")]
    [InlineData("DROP INDEX records_key; INSERT INTO records SELECT 99, action, key, json, hash, 1, NULL, NULL, 2, 2, 2, 0 FROM records WHERE key = 'new'",
        "one record for each key", "new")]
    [InlineData("INSERT INTO deliveries SELECT NULL, action, 'elsewhere', 'x', 1, hash, 1, 0, 0, 0 FROM records WHERE key = 'new'",
        "delivery has a record", "x")]
    [InlineData("DELETE FROM items WHERE key = 'pending' AND run_id = 2", "listed key has an item", "pending")]
    [InlineData("DELETE FROM items WHERE key = 'new' AND run_id = 2", "comparison has an item", null)]
    [InlineData("UPDATE comparisons SET run_id = 1 WHERE item_id = (SELECT id FROM items WHERE key = 'new' AND run_id = 2)", "comparison has an item", "new")]
    [InlineData("UPDATE comparisons SET run_id = 2 WHERE item_id = (SELECT id FROM items WHERE key = 'kept' AND run_id = 1)", "comparison has an item", null)]
    [InlineData("DELETE FROM items WHERE key = 'failed' AND run_id = 2", "reason has an item", null)]
    [InlineData("UPDATE reasons SET run_id = 1 WHERE item_id = (SELECT id FROM items WHERE key = 'failed' AND run_id = 2)", "reason has an item", "failed")]
    [InlineData("DELETE FROM items WHERE key = 'removed' AND run_id = 2", "removal has an item", "removed")]
    [InlineData("UPDATE removals SET ended_run = run_id", "removal ended in a later run", "removed")]
    [InlineData("UPDATE items SET key = 'x' WHERE key = 'pending' AND run_id = 2", "item was listed", "x")]
    [InlineData("INSERT INTO items SELECT NULL, run_id, 'x', NULL, '', state, 0, 1, 0, 0, 0 FROM items WHERE key = 'pending' AND run_id = 2",
        "item was listed", "x")]
    [InlineData("INSERT INTO items SELECT NULL, run_id, 'x', NULL, '', state, 0, 1, 0, 0, 0 FROM items WHERE key = 'pending' AND run_id = 2",
        "seen equals the sum of all states", null)]
    [InlineData("DROP INDEX items_key; "
        + "INSERT INTO items SELECT NULL, run_id, key, NULL, '', state, 0, 1, 0, 0, 0 FROM items WHERE key = 'pending' AND run_id = 2",
        "one item for each key", "pending")]
    [InlineData("DROP INDEX items_key", "table or index as created", null)]
    [InlineData("DELETE FROM listings WHERE key = 'new' AND run_id = 2", "item was listed", "new")]
    [InlineData("DELETE FROM listings WHERE key = 'twice' AND position = 0 AND run_id = 2", "page holds its entries", null)]
    [InlineData("DELETE FROM pages WHERE number = 1 AND run_id = 2", "pages are numbered without a gap", null)]
    [InlineData("DELETE FROM pages WHERE number = 2 AND run_id = 2", "entry has a page", "twice")]
    [InlineData("DELETE FROM reasons WHERE item_id = (SELECT id FROM items WHERE key = 'failed' AND run_id = 2)", "state follows from the facts", "failed")]
    [InlineData("UPDATE suspects SET quarantined = 0", "suspicion agrees with the state", "quarantined")]
    [InlineData("INSERT INTO suspects VALUES ('gather', 'new', 2, 1, 1, 0, 0)", "suspicion agrees with the state", "new")]
    [InlineData("INSERT INTO suspects VALUES ('gather', 'x', 2, 1, 1, 0, 0)", "suspicion agrees with the state", "x")]
    [InlineData("DELETE FROM legs WHERE run_id = 2", "every leg has its row", null)]
    [InlineData("UPDATE runs SET finished_at = 0 WHERE id = 2", "nothing is pending in a finished run", "pending")]
    public void Check_RowsAlteredByHand_NamesWhatAndKey(string sql, string what, string? key) =>
        Assert.Contains(CheckAfter(sql), m => m.What == what && m.Key == key);

    [Theory]
    [InlineData("DELETE FROM records WHERE key = 'new'", "compared record is stored", "new")]
    [InlineData("DELETE FROM records WHERE key = 'unchanged'", "compared record is stored", "unchanged")]
    [InlineData("UPDATE records SET json = '{\"v\":9}' WHERE key = 'updated'", "record matches its hash", "updated")]
    [InlineData("UPDATE records SET json = 'no json' WHERE key = 'updated'", "record matches its hash", "updated")]
    [InlineData("UPDATE records SET json = '{\"v\":\"\\ud83d\"}' WHERE key = 'updated'", "record matches its hash", "updated")]
    [InlineData("UPDATE records SET whole = 1, missing = NULL WHERE key = 'partial'", "record is the one compared", "partial")]
    [InlineData("UPDATE records SET checked_run = 1 WHERE key = 'unchanged'", "record knows the run that compared it", "unchanged")]
    [InlineData("UPDATE records SET written_run = 1 WHERE key = 'updated'", "record was written by the run that changed it", "updated")]
    [InlineData("UPDATE records SET first_run = 1 WHERE key = 'new'", "record was written by the run that changed it", "new")]
    [InlineData("UPDATE records SET written_run = 3 WHERE key = 'unchanged'", "record was written by the run that changed it", "unchanged")]
    [InlineData("UPDATE records SET first_run = 2 WHERE key = 'updated'", "record was written by the run that changed it", "updated")]
    [InlineData("INSERT INTO records SELECT NULL, action, 'x', json, hash, 1, NULL, NULL, 2, 1, 1, 0 FROM records WHERE key = 'new'",
        "checked record was compared", "x")]
    [InlineData("INSERT INTO records SELECT NULL, action, 'x', json, hash, 1, NULL, NULL, 1, 2, 1, 0 FROM records WHERE key = 'new'",
        "checked record was compared", "x")]
    [InlineData("INSERT INTO records SELECT NULL, action, 'x', json, hash, 1, NULL, NULL, 1, 1, 2, 0 FROM records WHERE key = 'new'",
        "checked record was compared", "x")]
    [InlineData("UPDATE comparisons SET after_hash = x'00' WHERE item_id = (SELECT id FROM items WHERE key = 'new' AND run_id = 2)",
        "record is the one compared", "new")]
    public void Check_RecordAlteredByHand_SaysOneThing(string sql, string what, string key)
    {
        LedgerMismatch found = Assert.Single(CheckAfter(sql));
        Assert.Equal((what, key), (found.What, found.Key));
    }

    [Fact]
    public void Check_ComparisonIsGone_NamesItsRecord() =>
        Assert.Equal(
            ["checked record was compared", "state follows from the facts"],
            CheckAfter("DELETE FROM comparisons WHERE item_id = (SELECT id FROM items WHERE key = 'new' AND run_id = 2)")
                .Where(found => found.Key == "new").Select(found => found.What).Order());

    [Fact]
    public void Check_AnotherActionHasTheSameKeys_IsNotMistakenForIt()
    {
        long run = Build();
        using (RunLedger other = _files.Open())
        {
            RunAccount begun = Begin(other, "other");
            begun.PlanPage(Page(1, null, Item("new"), Item("partial"), Item("removed")), null);
            begun.CommitBatch([Whole("new", 7), Whole("partial", 8), Whole("removed", 9)], First, null);
            begun.EndLeg(LegOutcome.Finished, finishesRun: true);
        }

        _files.Tamper("UPDATE records SET json = 'no json' WHERE action = 'other' AND key = 'partial'");
        using RunLedger ledger = _files.Open(LedgerAccess.Read);
        Assert.Empty(ledger.Check(run));
        Assert.Equal(["record matches its hash"], ledger.Check(run + 1).Select(found => found.What));
        _files.Tamper("DELETE FROM records WHERE action = 'gather' AND key = 'new'");
        Assert.Equal(["compared record is stored"], ledger.Check(run).Select(found => found.What));
    }

    [Fact]
    public void Check_UnknownRun_Throws()
    {
        Build();
        using RunLedger ledger = _files.Open(LedgerAccess.Read);
        Assert.Throws<ArgumentException>(() => ledger.Check(99));
    }

    /// <summary>What the check of the built run finds after a change by hand.</summary>
    private IReadOnlyList<LedgerMismatch> CheckAfter(string sql)
    {
        long run = Build();
        _files.Tamper(sql);
        using RunLedger ledger = _files.Open(LedgerAccess.Read);
        return ledger.Check(run);
    }

    /// <summary>A first run, and a second one with an item in every state, some reached in two ways.</summary>
    private long Build()
    {
        using RunLedger ledger = _files.Open();
        RunAccount first = Begin(ledger);
        first.PlanPage(Page(1, null, Item("updated"), Item("unchanged"), Item("refetched"), Item("kept"), Item("removed")), null);
        first.CommitBatch([Whole("updated"), Whole("unchanged"), Whole("refetched"), Whole("kept"), Whole("removed")], First, null);
        first.EndLeg(LegOutcome.Finished, finishesRun: true);
        RunAccount run = Begin(ledger);
        run.PlanPage(Page(1, 2, Item("new"), Item("updated", "f2"), Item("unchanged"), Item("refetched", "f2"), Item("kept", "f2")), null);
        run.PlanPage(
            Page(2, null, Item("twice"), Item("partial"), Item("failed"), Item("quarantined"), Item("pending"), Item("twice")) with { Removed = ["removed"] },
            null);
        run.CommitBatch(
            [
                Whole("new"),
                Whole("updated", 2, "f2"),
                Whole("refetched", 1, "f2"),
                ItemOutcome.Partial("kept", "{}", "no profile"),
                ItemOutcome.Partial("partial", "{}", "no profile"),
                ItemOutcome.Failed("failed", "500"),
                ItemOutcome.Failed("twice", "404"),
                ItemOutcome.Quarantined("quarantined", "2 deaths"),
            ],
            First,
            null);
        return run.RunId;
    }
}

using Holdfast.Actions.Tests.Running;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using static Holdfast.Actions.Tests.Sinks.KeptTable;

namespace Holdfast.Actions.Tests.Sinks;

/// <summary>The user's own tables commit with the ledger or not at all, whatever happens and whatever the user does there.</summary>
public sealed class RecordSinkTests
{
    private const int Entries = 30;
    private const int Batches = 6;

    private readonly KeptTable _table = new();

    /// <summary>What somebody may do with a connection that is not theirs.</summary>
    private static readonly Dictionary<string, KeptTable.Writing> s_misuses = new()
    {
        ["COMMIT the ledger's"] = (_, _, transaction) => transaction.Commit(),
        ["ROLLBACK the ledger's"] = (_, _, transaction) => transaction.Rollback(),
        ["try to ROLLBACK"] = (_, _, transaction) => transaction.Dispose(),
        ["try to COMMIT"] = (_, connection, transaction) => Run(connection, transaction, "COMMIT"),
        ["closed the ledger's connection"] = (_, connection, _) => connection.Dispose(),
        ["left a reader open"] = (_, connection, transaction) => Leave(connection, transaction),
        ["rolled the ledger's transaction back"] = (_, connection, transaction) =>
            Run(connection, transaction, "INSERT OR ROLLBACK INTO kept SELECT key, value, missing FROM kept LIMIT 1"),
        ["write to the ledger's table 'items'"] = (_, connection, transaction) => Run(connection, transaction, "UPDATE items SET attempts = 9"),
        ["write to the ledger's table 'records'"] = (_, connection, transaction) => Run(connection, transaction, "DELETE FROM records"),
        ["change the ledger's table 'records'"] = (_, connection, transaction) => Run(connection, transaction, "DROP INDEX records_key"),
        ["change the ledger's table 'runs'"] = (_, connection, transaction) => Run(connection, transaction, "ALTER TABLE runs ADD COLUMN mine TEXT"),
        ["change the ledger's table 'pages'"] = (_, connection, transaction) => Run(connection, transaction, "CREATE TEMP TABLE pages(number INTEGER)"),
        ["change the ledger's table 'legs'"] = (_, connection, transaction) =>
            Run(connection, transaction, "CREATE TRIGGER mine AFTER UPDATE ON legs BEGIN SELECT RAISE(ABORT, 'no'); END"),
        ["change the ledger's table 'holdfast_later'"] = (_, connection, transaction) =>
            Run(connection, transaction, "CREATE TABLE holdfast_later(mine TEXT)"),
        ["set the ledger's synchronous"] = (_, connection, transaction) => Run(connection, transaction, "PRAGMA synchronous = OFF"),
        ["attach or detach"] = (_, connection, transaction) => Run(connection, transaction, "ATTACH ':memory:' AS mine"),
    };

    public static TheoryData<string, bool> Misuses()
    {
        TheoryData<string, bool> data = [];
        foreach (string misuse in s_misuses.Keys)
        {
            data.Add(misuse, true);
            data.Add(misuse, false);
        }

        return data;
    }

    [Fact]
    public async Task Write_NewUpdatedUnchanged_IsToldWhatChanged()
    {
        await using RunRig rig = await StartAsync();
        rig.AssertComplete(await rig.RunAsync());
        Assert.All(_table.Told, told => Assert.Equal((RecordChange.New, (string?)null), (told.Change, told.Missing)));
        Assert.Equal(Entries, _table.Told.Count);
        AssertAgrees(rig.Settings.LedgerPath, Entries);

        _table.Told.Clear();
        rig.Site.Entries[3] = rig.Site.Entries[3] with { Version = "v2", Value = 77 };
        rig.Site.Entries[4] = rig.Site.Entries[4] with { Version = "v2" };
        rig.Site.Entries.Add(new Entry("late", "v1", 99));
        RunReport report = await rig.RunAsync();
        Assert.Equal((1L, 1L, Entries - 1L), (report.Summary.New, report.Summary.Updated, report.Summary.Unchanged));
        Assert.Equal(
            [
                ("late", new Kept("late", 99), RecordChange.New, null),
                (rig.Site.Entries[3].Key, new Kept(rig.Site.Entries[3].Key, 77), RecordChange.Updated, null),
            ],
            _table.Told.OrderBy(told => told.Change).Select(told => (told.Key, told.Record, told.Change, told.Missing)));
        AssertAgrees(rig.Settings.LedgerPath, Entries + 1);
    }

    [Fact]
    public async Task Write_PartialThenWhole_IsToldBoth()
    {
        await using RunRig rig = await StartAsync(entries: 1);
        rig.Action.Fetch = (_, batch, _) =>
            Task.FromResult<IReadOnlyList<Fetched<Kept>>>([Fetched.Partial(batch[0].Key, new Kept(batch[0].Key, 1), "no profile")]);
        await rig.RunAsync();
        AssertAgrees(rig.Settings.LedgerPath, 1);
        rig.Action.Fetch = SiteGather.FetchBatchAsync;
        rig.AssertHonest(await rig.RunAsync());
        AssertAgrees(rig.Settings.LedgerPath, 1);
        Assert.Equal(
            [(RecordChange.New, "no profile"), (RecordChange.Updated, null)], _table.Told.Select(told => (told.Change, told.Missing)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Write_SessionDiesInTheTransaction_BothAreUndoneAndDoneAgain(int concurrency)
    {
        await using RunRig rig = await StartAsync();
        rig.Settings.Concurrency = concurrency;
        _table.Then = (_, _, _) =>
        {
            if (_table.Batches == 2)
            {
                rig.Kill();
            }
        };
        rig.AssertComplete(await rig.RunAsync(), deaths: 1);
        AssertAgrees(rig.Settings.LedgerPath, Entries);
        Assert.True(_table.Batches > Batches);
    }

    [Fact]
    public async Task Write_Throws_StopsTheRunNamesTheSinkAndGoesOn()
    {
        await using RunRig rig = await StartAsync();
        FormatException cause = new("no such column");
        _table.Then = (_, _, _) =>
        {
            if (_table.Batches == 3)
            {
                throw cause;
            }
        };
        RecordSinkException error = await Assert.ThrowsAsync<RecordSinkException>(rig.RunAsync);
        Assert.Equal(("kept-table", cause), (error.Sink, error.InnerException));
        Assert.Contains("'kept-table' failed: FormatException: no such column.", error.Message, StringComparison.Ordinal);
        AssertAgrees(rig.Settings.LedgerPath, 10);
        Assert.Equal(LegOutcome.Faulted, rig.LastLegOutcome());
        using (RunLedger ledger = rig.Read())
        {
            // No failure of the site and no death: nothing is held against the items.
            Assert.Equal((0L, 10L), (ledger.ReadSummary(1).Failed, ledger.ReadSummary(1).New));
            Assert.Empty(ledger.ReadIncidents());
            Assert.Empty(ledger.Check(1));
        }

        rig.AssertComplete(await rig.RunAsync());
        AssertAgrees(rig.Settings.LedgerPath, Entries);
        Assert.Equal(Entries, rig.Number("SELECT sum(attempts) FROM items"));
    }

    [Theory]
    [MemberData(nameof(Misuses))]
    public async Task Write_HarmsTheLedger_IsRefusedAndToldAndTheNextLegGoesOn(string misuse, bool isSwallowed)
    {
        await using RunRig rig = await StartAsync();
        _table.Then = (records, connection, transaction) =>
        {
            if (_table.Batches != 3)
            {
                return;
            }

            try
            {
                s_misuses[misuse](records, connection, transaction);
            }
            catch (SqliteException) when (isSwallowed)
            {
                // Whoever hides it is found all the same.
            }
        };
        RecordSinkException error = await Assert.ThrowsAsync<RecordSinkException>(rig.RunAsync);
        Assert.Contains(misuse.Replace("try to", "tried to", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
        AssertAgrees(rig.Settings.LedgerPath, 10);
        Assert.Equal(LegOutcome.Faulted, rig.LastLegOutcome());
        using (RunLedger ledger = rig.Read())
        {
            Assert.Empty(ledger.Check(1));
        }

        rig.AssertComplete(await rig.RunAsync());
        AssertAgrees(rig.Settings.LedgerPath, Entries);
        Assert.Equal(2, rig.Number("SELECT count(*) FROM legs"));
    }

    [Fact]
    public async Task Write_DiskFull_IsAFullDisk()
    {
        await using RunRig rig = await StartAsync();
        _table.Then = (_, _, _) => throw new InvalidOperationException("wrapped", new SqliteException("database or disk is full", 13));
        RunReport report = await rig.RunAsync();
        Assert.Equal((RunEnd.DiskFull, LegOutcome.GaveUp), (report.End, report.Summary.Run.LastLegOutcome));
        Assert.Contains("kept-table", report.Reason, StringComparison.Ordinal);
        AssertAgrees(rig.Settings.LedgerPath, 0);
    }

    [Theory]
    [InlineData(7, LedgerFault.Other)]
    [InlineData(10, LedgerFault.Other)]
    [InlineData(11, LedgerFault.Corrupt)]
    public async Task Write_MachineFails_IsNoBugOfTheSink(int code, LedgerFault fault)
    {
        await using RunRig rig = await StartAsync();
        _table.Then = (_, _, _) => throw new InvalidOperationException("wrapped", new SqliteException("it failed", code));
        LedgerException error = await Assert.ThrowsAsync<LedgerException>(rig.RunAsync);
        Assert.Equal(fault, error.Fault);
        Assert.Contains("kept-table", error.Message, StringComparison.Ordinal);
        AssertAgrees(rig.Settings.LedgerPath, 0);
    }

    [Fact]
    public async Task Prepare_Fails_NamesTheSinkAndFetchesNothing()
    {
        await using RunRig rig = await RunRig.StartAsync(Entries);
        rig.Configure = holdfast => holdfast.AddRecordSink<SiteGather, BrokenTable>();
        RecordSinkException error = await Assert.ThrowsAsync<RecordSinkException>(rig.RunAsync);
        Assert.Contains("'broken-table' failed: SqliteException", error.Message, StringComparison.Ordinal);
        Assert.Equal((LegOutcome.Faulted, 0), (rig.LastLegOutcome(), rig.Site.Fetched.Count));
    }

    [Fact]
    public async Task Run_SinkOfOtherRecordsOrTwiceTheSame_IsRefusedBeforeTheLegBegins()
    {
        await using RunRig rig = await RunRig.StartAsync(1);
        rig.Configure = holdfast => holdfast.AddRecordSink<SiteGather, TextTable>();
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(rig.RunAsync);
        Assert.Contains("'text-table' does not take what action 'site' gathers", error.Message, StringComparison.Ordinal);
        rig.Configure = holdfast => holdfast.AddRecordSink<SiteGather, KeptTable>().AddRecordSink<SiteGather, KeptTable>();
        error = await Assert.ThrowsAsync<ArgumentException>(rig.RunAsync);
        Assert.Contains("two sinks called 'kept-table'", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(rig.Settings.LedgerPath));
    }

    private static void Leave(SqliteConnection connection, SqliteTransaction transaction)
    {
        SqliteCommand command = new("SELECT key FROM kept", connection, transaction);
        Assert.True(command.ExecuteReader().Read());
    }

    private async Task<RunRig> StartAsync(int entries = Entries)
    {
        RunRig rig = await RunRig.StartAsync(entries);
        rig.Configure = holdfast =>
        {
            holdfast.Services.AddSingleton(_table);
            holdfast.AddRecordSink<SiteGather, KeptTable>();
        };
        return rig;
    }

    private sealed class BrokenTable : IRecordSink<Kept>
    {
        public void Prepare(SqliteConnection connection, SqliteTransaction transaction) => Run(connection, transaction, "CREATE TABLE");

        public void Write(IReadOnlyList<SinkRecord<Kept>> records, SqliteConnection connection, SqliteTransaction transaction)
        {
        }
    }

    private sealed class TextTable : IRecordSink<string>
    {
        public void Prepare(SqliteConnection connection, SqliteTransaction transaction)
        {
        }

        public void Write(IReadOnlyList<SinkRecord<string>> records, SqliteConnection connection, SqliteTransaction transaction)
        {
        }
    }
}

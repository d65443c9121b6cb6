using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using static Holdfast.Tests.Shared.LedgerFixture;
using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Sqlite.Tests;

public sealed class LedgerFileTests : IDisposable
{
    private static readonly string s_toVersion1 = To(1);

    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(13, 13, LedgerFault.DiskFull)]
    [InlineData(10, 4874, LedgerFault.DiskFull)]
    [InlineData(10, 6410, LedgerFault.ReadOnly)]
    [InlineData(10, 10, LedgerFault.Other)]
    public void From_FolderForTemporaryFiles_IsNotTakenForADamagedLedger(int code, int extended, LedgerFault fault) =>
        Assert.Equal(fault, LedgerErrors.From(new SqliteException("scripted", code, extended), "a", "check").Fault);

    [Fact]
    public void Open_MissingFile_IsCreatedOnlyForWriting()
    {
        Assert.Equal(LedgerFault.NotFound, Assert.Throws<LedgerException>(() => _files.Open(LedgerAccess.Read)).Fault);
        Assert.Empty(Directory.GetFiles(_files.Folder));
        string deep = Path.Combine(_files.Folder, "new folder", "a#b?c%20.ledger");
        Assert.Equal(LedgerFault.NotFound, Assert.Throws<LedgerException>(() => RunLedger.Open(deep, LedgerAccess.ReadWrite, _files.Time)).Fault);
        Assert.Empty(Directory.GetFileSystemEntries(_files.Folder));
        Directory.CreateDirectory(Path.GetDirectoryName(deep)!);
        using (RunLedger ledger = RunLedger.Open(deep, LedgerAccess.ReadWrite, _files.Time))
        {
            Begin(ledger).EndLeg(LegOutcome.Stopped);
        }

        Assert.Equal([deep], Directory.GetFiles(Path.GetDirectoryName(deep)!));
        using RunLedger again = RunLedger.Open(deep, LedgerAccess.Read, _files.Time);
        Assert.Single(again.ReadRuns());
    }

    [Fact]
    public void Open_Writing_SetsWhatDurabilityNeeds()
    {
        using RunLedger ledger = _files.Open();
        Assert.Equal("wal", ledger.Connection.Sql("PRAGMA journal_mode").Scalar());
        Assert.Equal(2L, ledger.Connection.Sql("PRAGMA synchronous").Scalar());
        Assert.Equal(1L, ledger.Connection.Sql("PRAGMA foreign_keys").Scalar());
    }

    [Theory]
    [InlineData("text", LedgerFault.NotALedger)]
    [InlineData("empty", LedgerFault.NotALedger)]
    [InlineData("foreign", LedgerFault.NotALedger)]
    [InlineData("foreign with a log", LedgerFault.NotALedger)]
    [InlineData("newer", LedgerFault.NewerSchema)]
    [InlineData("half", LedgerFault.Corrupt, true)]
    [InlineData("table gone", LedgerFault.Corrupt, true)]
    [InlineData("table gone, of version 1", LedgerFault.Corrupt, true)]
    public void Open_UnusableFile_SaysWhyAndTouchesNothing(string kind, LedgerFault fault, bool ours = false)
    {
        Make(kind);
        // Beside a ledger, damaged or not, SQLite may leave an empty log; beside a foreign file, nothing.
        List<string> Contents() => [.. Directory.GetFiles(_files.Folder).Where(f => !ours || f == _files.Path).Order()
            .Select(f => $"{f} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}")];
        List<string> before = Contents();
        foreach (LedgerAccess access in Enum.GetValues<LedgerAccess>())
        {
            LedgerException error = Assert.Throws<LedgerException>(() => _files.Open(access));
            Assert.Equal((fault, _files.Path), (error.Fault, error.Path));
            Assert.Contains(_files.Path, error.Message, StringComparison.Ordinal);
            Assert.Equal(before, Contents());
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Open_DamagedInside_IsReadThroughOnlyAfterTheMachineWentDown(bool sameBoot, bool found)
    {
        using (RunLedger ledger = _files.Open())
        {
            OwnerProcess process = OwnerProcess.Current;
            RunAccount run = ledger.BeginLeg("gather", new LegOwner(sameBoot ? process : process with { BootId = "earlier" }, ""));
            run.PlanPage(Page(1, null, [.. Enumerable.Range(0, 500).Select(i => Item($"key {i}"))]), null);
        }

        DamageTheLastPage();
        if (found)
        {
            Assert.Equal(LedgerFault.Corrupt, Assert.Throws<LedgerException>(() => _files.Open()).Fault);
        }

        using RunLedger reader = found ? _files.Open(LedgerAccess.Read) : _files.Open();
        Exception? problem = Record.Exception(() => Assert.NotEmpty(reader.Check(1)));
        Assert.True(problem is null or LedgerException { Fault: LedgerFault.Corrupt }, problem?.ToString());
    }

    [Fact]
    public void Write_LockedByAnother_SaysBusyAndGoesOnLater()
    {
        using RunLedger ledger = RunLedger.Open(_files.Path, LedgerAccess.ReadWrite, _files.Time, TimeSpan.FromMilliseconds(100));
        using (SqliteConnection other = new($"Data Source={_files.Path};Pooling=False"))
        {
            other.Open();
            using SqliteTransaction held = other.BeginTransaction(deferred: false);
            Assert.Equal(LedgerFault.Busy, Assert.Throws<LedgerException>(() => Begin(ledger)).Fault);
        }

        Assert.Equal(1, Begin(ledger).Epoch);
    }

    [Fact]
    public void Write_FromItsFirstRead_KeepsOtherWritersOut()
    {
        using RunLedger ledger = _files.Open();
        using RunLedger other = RunLedger.Open(_files.Path, LedgerAccess.ReadWrite, _files.Time, TimeSpan.FromMilliseconds(100));
        // Otherwise a leg could find its epoch current, and another could begin before the first one's COMMIT.
        ledger.Connection.Write("wait", () =>
        {
            Assert.Equal(LedgerFault.Busy, Assert.Throws<LedgerException>(() => Begin(other)).Fault);
            return true;
        });
        Assert.Equal(1, Begin(other).Epoch);
    }

    [Fact]
    public void Read_WhileAnotherWrites_SeesOneMomentAndCannotWrite()
    {
        using RunLedger writer = _files.Open();
        RunAccount run = Begin(writer);
        run.PlanPage(Page(1, null, Item("a"), Item("b")), null);
        run.CommitBatch([Whole("a")], First, null);
        using RunLedger reader = _files.Open(LedgerAccess.Read);
        using IEnumerator<StoredRecord> records = reader.ReadRecords("gather").GetEnumerator();
        Assert.True(records.MoveNext());
        run.CommitBatch([Whole("b")], First, null);
        Assert.False(records.MoveNext());
        Assert.Equal(2, reader.ReadSummary(run.RunId).New);
        Assert.Equal(LedgerFault.ReadOnly, Assert.Throws<LedgerException>(() => Begin(reader)).Fault);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Open_LedgerOfAnOlderVersion_IsReadAsItIsAndMigratedByTheNextWriter(int version)
    {
        using (RunLedger ledger = _files.Open())
        {
            RunAccount run = Begin(ledger);
            run.PlanPage(Page(1, null, Item("a"), Item("b")), null);
            run.CommitBatch([Whole("a")], First, null);
            if (version > 1)
            {
                run.RecordSuspension(First, new(_files.Time.GetUtcNow(), TimeSpan.FromMinutes(1), true));
            }

            run.EndLeg(LegOutcome.Stopped);
        }

        _files.Tamper(To(version));
        byte[] before = SHA256.HashData(File.ReadAllBytes(_files.Path));

        using (RunLedger reader = _files.Open(LedgerAccess.Read))
        {
            Assert.Equal(version - 1, reader.ReadSummary(1).Suspensions.Count);
            Assert.Equal(version - 1, reader.ReadSuspensions().Count);
            Assert.Equal(1, reader.ReadSummary(1).New);
            Assert.Null(reader.ReadSummary(1).Effects);
            Assert.Empty(reader.ReadEffects());
            Assert.Empty(reader.ReadSummary(1).Waiting);
            Assert.Empty(reader.ReadPauses());
            Assert.Empty(reader.ReadRememberedPauses());
            Assert.Empty(reader.Check(1));
        }

        Assert.Equal(before, SHA256.HashData(File.ReadAllBytes(_files.Path)));

        using (RunLedger writer = _files.Open())
        {
            RunAccount run = Begin(writer);
            run.RecordSuspension(First, new(_files.Time.GetUtcNow(), TimeSpan.FromMinutes(46), true));
            run.CommitBatch([ItemOutcome.Removed("b")], First, null);
            run.RecordPause(new PauseRow("x", 1, 429, _files.Time.GetUtcNow(), _files.Time.GetUtcNow().AddMinutes(2), 0, TimeSpan.Zero, null));
            run.CarryOverEffects();
            run.PlanEffects(null, new PlannedPage([new PlannedEffect("hello", "{}")], null), First, null);
            writer.Connection.Write("owe", () =>
            {
                OwedRecords.QueueMissing(writer.Connection, "gather", "elsewhere");
                return true;
            });
        }

        using RunLedger again = _files.Open(LedgerAccess.Read);
        Assert.Equal((long)LedgerSchema.Version, again.Connection.Sql("PRAGMA user_version").Scalar());
        Assert.Equal(version, again.ReadSuspensions().Count);
        Assert.Equal((1L, 1L), (again.ReadSummary(1).New, again.ReadSummary(1).Removed));
        Assert.Equal("hello", Assert.Single(again.ReadEffects()).Key);
        Assert.Equal(1, again.ReadSummary(1).Waiting["elsewhere"]);
        Assert.Equal("x", Assert.Single(again.ReadPauses()).Endpoint);
        Assert.Empty(again.Check(1));
        Assert.Equal(2, Assert.Single(again.ReadRuns()).Legs);
    }

    [Fact]
    public void Read_LedgerOfVersion1_SeesWhatAWriterAddsMeanwhile()
    {
        using (RunLedger ledger = _files.Open())
        {
            Begin(ledger).EndLeg(LegOutcome.Stopped);
        }

        _files.Tamper(s_toVersion1);
        using RunLedger reader = _files.Open(LedgerAccess.Read);
        Assert.Empty(reader.ReadSuspensions());

        using RunLedger writer = _files.Open();
        RunAccount run = Begin(writer);
        for (int count = 1; count <= 2; count++)
        {
            run.RecordSuspension(First, new(_files.Time.GetUtcNow(), TimeSpan.FromMinutes(46), true));
            Assert.Equal(count, reader.ReadSuspensions().Count);
            Assert.Equal(count, reader.ReadSummary(run.RunId).Suspensions.Count);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ReadRecords_OfAnOlderVersion_LeavesOutWhatAWriterFoundGoneMeanwhile(int version)
    {
        using (RunLedger ledger = _files.Open())
        {
            RunAccount run = Begin(ledger);
            run.PlanPage(Page(1, null, Item("a"), Item("b")), null);
            run.CommitBatch([Whole("a"), Whole("b")], First, null);
            run.EndLeg(LegOutcome.Finished, finishesRun: true);
        }

        _files.Tamper(To(version));
        using RunLedger reader = _files.Open(LedgerAccess.Read);
        using IEnumerator<StoredRecord> begun = reader.ReadRecords("gather").GetEnumerator();
        Assert.True(begun.MoveNext());

        using RunLedger writer = _files.Open();
        Begin(writer).PlanPage(Page(1, null) with { Removed = ["b"] }, null);

        // Whoever began earlier sees that moment to its end, and others on the same connection with it.
        Assert.Single(reader.ReadRuns());
        Assert.True(begun.MoveNext());
        Assert.False(begun.MoveNext());
        Assert.Equal(["a"], reader.ReadRecords("gather").Select(record => record.Key));
        Assert.Equal(2, reader.ReadRuns().Count);
        Assert.Equal(0L, reader.Connection.Sql("SELECT count(*) FROM sqlite_temp_schema WHERE name NOT LIKE 'sqlite_%'").Scalar());
    }

    [Fact]
    public void Open_OlderVersionWithAnAlteredItemsTable_IsNotMigrated()
    {
        _files.Open().Dispose();
        _files.Tamper(
            $"""
            {To(2)}; PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, '''quarantined'')', '''quarantined'', ''lost'')') WHERE name = 'items';
            PRAGMA writable_schema = RESET
            """);

        LedgerException error = Assert.Throws<LedgerException>(() => _files.Open());

        Assert.Equal(LedgerFault.Corrupt, error.Fault);
        Assert.Contains("'items'", error.Message, StringComparison.Ordinal);
        using RunLedger reader = _files.Open(LedgerAccess.Read);
        Assert.Equal(2L, reader.Connection.Sql("PRAGMA user_version").Scalar());
    }

    /// <summary>Users keep tables of their own beside ours: nothing that opens, checks or migrates a ledger may mind or touch them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Open_LedgerWithTablesOfTheUsers_KeepsThem(int version)
    {
        using (RunLedger ledger = _files.Open())
        {
            Begin(ledger).EndLeg(LegOutcome.Stopped);
        }

        _files.Tamper(
            $"""
            CREATE TABLE matches(id TEXT PRIMARY KEY, name TEXT); CREATE INDEX matches_name ON matches(name);
            CREATE VIEW named AS SELECT id FROM matches WHERE name IS NOT NULL; INSERT INTO matches VALUES ('m1', 'Ada'); {To(version)}
            """);
        using (RunLedger reader = _files.Open(LedgerAccess.Read))
        {
            Assert.Empty(reader.Check(1));
        }

        using (RunLedger writer = _files.Open())
        {
            Begin(writer).EndLeg(LegOutcome.Stopped);
            Assert.Empty(writer.Check(1));
        }

        using RunLedger again = _files.Open(LedgerAccess.Read);
        Assert.Equal((long)LedgerSchema.Version, again.Connection.Sql("PRAGMA user_version").Scalar());
        Assert.Equal("m1", again.Connection.Sql("SELECT id FROM named").Scalar());
        Assert.Equal(1L, again.Connection.Sql("SELECT count(*) FROM sqlite_schema WHERE name = 'matches_name'").Scalar());
    }

    /// <summary>What is promised to the owners of such tables. Version 3 was the first to promise it; these are the names that it had.</summary>
    [Fact]
    public void Statements_NamesThatVersion3HadNot_BeginWithThePrefix()
    {
        string[] promised =
        [
            "checkpoints", "comparisons", "deliveries", "deliveries_key", "deliveries_owed", "effect_events", "effect_events_begun",
            "effect_events_effect", "effect_events_run", "effect_listings", "effect_listings_key", "effect_pages", "effect_pages_cursor",
            "effect_pages_number", "effects", "effects_key", "effects_state", "incidents", "items", "items_key", "items_state", "legs",
            "legs_epoch", "listings", "listings_key", "pages", "pages_cursor", "pages_number", "passes", "pauses", "pauses_until", "reasons", "records",
            "records_key", "removals", "removals_current", "runs", "runs_unfinished", "suspects", "suspensions", "syncs",
        ];
        IEnumerable<string> names = LedgerSchema.Statements.Select(static statement =>
            Regex.Match(statement, @"^CREATE (?:UNIQUE )?(?:TABLE|INDEX) (\w+)").Groups[1].Value);
        Assert.All(names.Except(promised), name => Assert.StartsWith(LentActions.Prefix, name, StringComparison.Ordinal));
    }

    [Fact]
    public void Open_DamagedLedgerOfVersion1_IsNotMigrated()
    {
        using (RunLedger ledger = _files.Open())
        {
            RunAccount run = ledger.BeginLeg("gather", new LegOwner(OwnerProcess.Current with { BootId = "earlier" }, ""));
            run.PlanPage(Page(1, null, [.. Enumerable.Range(0, 500).Select(i => Item($"key {i}"))]), null);
        }

        _files.Tamper($"{s_toVersion1}; PRAGMA wal_checkpoint(TRUNCATE)");
        DamageTheLastPage();
        byte[] before = SHA256.HashData(File.ReadAllBytes(_files.Path));

        Assert.Equal(LedgerFault.Corrupt, Assert.Throws<LedgerException>(() => _files.Open()).Fault);

        Assert.Equal(before, SHA256.HashData(File.ReadAllBytes(_files.Path)));
    }

    /// <summary>A newer program may have been faster after the header was looked at: its file must not be called an older one.</summary>
    [Fact]
    public void Migrate_NewerProgramWasFaster_LeavesItsFileAlone()
    {
        _files.Open().Dispose();
        _files.Tamper("PRAGMA user_version = 99");
        foreach (LedgerAccess access in Enum.GetValues<LedgerAccess>())
        {
            using SqliteConnection connection = new($"Data Source={_files.Path};Pooling=False");
            connection.Open();
            LedgerException error = Assert.Throws<LedgerException>(() => LedgerFile.Migrate(connection, _files.Path, access));
            Assert.Equal(LedgerFault.NewerSchema, error.Fault);
        }

        Assert.Equal(LedgerFault.NewerSchema, Assert.Throws<LedgerException>(() => _files.Open()).Fault);
    }

    private static string To(int version)
    {
        string tables = string.Concat(LedgerSchema.TablesBetween(version, LedgerSchema.Version).Select(table => $"DROP TABLE {table}; "));
        string states = version >= 3 ? "" : """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, ', ''removed''))', '))') WHERE name = 'items';
            PRAGMA writable_schema = RESET;
            """;
        return $"{tables}{states} PRAGMA user_version = {version}";
    }

    private void Make(string kind)
    {
        switch (kind)
        {
            case "text":
                File.WriteAllText(_files.Path, new string('x', 5000));
                break;
            case "empty":
                File.WriteAllText(_files.Path, "");
                break;
            case "foreign":
                _files.Tamper("CREATE TABLE theirs(a)");
                break;
            case "foreign with a log":
                using (LedgerFixture theirs = new())
                {
                    using SqliteConnection connection = new($"Data Source={theirs.Path};Pooling=False");
                    connection.Open();
                    using SqliteCommand command = connection.CreateCommand();
                    command.CommandText = "PRAGMA journal_mode = WAL; CREATE TABLE theirs(a); INSERT INTO theirs VALUES (1)";
                    command.ExecuteNonQuery();
                    File.Copy(theirs.Path, _files.Path);
                    File.Copy(theirs.Path + "-wal", _files.Path + "-wal");
                }

                break;
            case "newer":
                _files.Open().Dispose();
                _files.Tamper("PRAGMA user_version = 99");
                break;
            case "half":
                _files.Open().Dispose();
                using (FileStream file = new(_files.Path, FileMode.Open))
                {
                    file.SetLength(file.Length / 2 / 4096 * 4096);
                }

                break;
            case "table gone":
                _files.Open().Dispose();
                _files.Tamper("DROP TABLE incidents");
                break;
            case "table gone, of version 1":
                _files.Open().Dispose();
                _files.Tamper($"DROP TABLE incidents; {s_toVersion1}");
                break;
        }
    }

    private void DamageTheLastPage()
    {
        using FileStream file = new(_files.Path, FileMode.Open);
        file.Position = file.Length - 4096;
        file.Write([.. Enumerable.Repeat((byte)0x5a, 4096)]);
    }
}

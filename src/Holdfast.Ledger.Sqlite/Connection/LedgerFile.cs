using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Opens, checks and creates the file of a ledger, and never harms one that it cannot use.</summary>
internal static class LedgerFile
{
    private const string Purpose = "open";

    public static LedgerConnection Open(string path, LedgerAccess access, TimeProvider time, TimeSpan busyTimeout)
    {
        path = LedgerPlace.Require(path);
        try
        {
            if (!File.Exists(path))
            {
                if (access == LedgerAccess.Read)
                {
                    throw LedgerErrors.Make(LedgerFault.NotFound, path, Purpose, "the file does not exist");
                }

                Create(path);
            }

            Inspect(path);
            return Connect(path, access, time, busyTimeout);
        }
        catch (SqliteException error)
        {
            throw LedgerErrors.From(error, path, Purpose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LedgerErrors.From(error, path, Purpose);
        }
    }

    /// <summary>A new ledger appears under its name complete or not at all, so that a crash leaves no half of one.</summary>
    private static void Create(string path)
    {
        string draft = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            // SQLite gives a log, and the index of that, the mode of the file that they belong to.
            PrivateFile.Create(draft).Dispose();
            using (LendableConnection connection = Sqlite(draft, SqliteOpenMode.ReadWrite, TimeSpan.FromSeconds(5)))
            {
                Execute(connection, "PRAGMA synchronous = FULL");
                Execute(connection, "BEGIN IMMEDIATE");
                Execute(connection, $"PRAGMA application_id = {LedgerSchema.ApplicationId}");
                Execute(connection, $"PRAGMA user_version = {LedgerSchema.Version}");
                foreach (string statement in LedgerSchema.Statements)
                {
                    Execute(connection, statement);
                }

                Execute(connection, "COMMIT");
            }

            PrivateFile.Name(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process created it first: that one is used.
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Looks at the header without locks, without a write-ahead log and without leaving a trace beside a foreign file.</summary>
    /// <remarks>SQLite reads it, not we: closing a second handle of ours would drop this process's locks on the file.</remarks>
    private static void Inspect(string path)
    {
        try
        {
            using LendableConnection connection = Sqlite($"{new Uri(path).AbsoluteUri}?immutable=1", SqliteOpenMode.ReadOnly, TimeSpan.Zero);
            CheckHeader(connection, path);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_CORRUPT)
        {
            // Half of a checkpoint looks damaged without its log. The real open, which reads both, decides.
        }
    }

    private static LedgerConnection Connect(string path, LedgerAccess access, TimeProvider time, TimeSpan busyTimeout)
    {
        SqliteOpenMode mode = access == LedgerAccess.Read ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite;
#pragma warning disable CA2000 // The returned ledger owns the connection.
        LendableConnection connection = Sqlite(path, mode, busyTimeout);
#pragma warning restore CA2000
        try
        {
            CheckHeader(connection, path);
            CheckTables(connection, path);
            if (access == LedgerAccess.ReadWrite)
            {
                // Before anything is changed: a damaged file must stay as it was found.
                CheckAfterCrash(connection, path);
                Execute(connection, "PRAGMA journal_mode = WAL");
                Execute(connection, "PRAGMA synchronous = FULL");
                Execute(connection, "PRAGMA foreign_keys = ON");
                // Keys come in any order: every batch touches pages all over the indices. A large log lets each be copied back once for
                // many commits. The cache is what a job's memory grows by as its ledger grows: what it cannot hold, the system's own has.
                Execute(connection, "PRAGMA wal_autocheckpoint = 16384");
                Execute(connection, "PRAGMA journal_size_limit = 67108864");
                Execute(connection, "PRAGMA cache_size = -16384");
            }

            long version = Migrate(connection, path, access);
            return new LedgerConnection(connection, path, time, version, access == LedgerAccess.ReadWrite ? new LedgerHold(path) : null);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void CheckHeader(SqliteConnection connection, string path)
    {
        if (Number(connection, "PRAGMA application_id") != LedgerSchema.ApplicationId)
        {
            throw LedgerErrors.Make(LedgerFault.NotALedger, path, Purpose, "it carries no ledger's mark");
        }

        CheckVersion(connection, path);
    }

    private static long CheckVersion(SqliteConnection connection, string path)
    {
        long version = Number(connection, "PRAGMA user_version");
        if (version > LedgerSchema.Version)
        {
            throw LedgerErrors.Make(
                LedgerFault.NewerSchema, path, Purpose, $"its schema is version {version}, this program knows {LedgerSchema.Version}");
        }

        if (version < 1)
        {
            throw LedgerErrors.Make(LedgerFault.Corrupt, path, Purpose, $"its schema version is {version}");
        }

        return version;
    }

    /// <summary>Brings an older ledger up to date, all at once; whoever may only read gets what it lacks without a change to the file.</summary>
    /// <returns>The version of the file.</returns>
    internal static long Migrate(SqliteConnection connection, string path, LedgerAccess access)
    {
        if (Number(connection, "PRAGMA user_version") == LedgerSchema.Version)
        {
            return LedgerSchema.Version;
        }

        Execute(connection, access == LedgerAccess.Read ? "BEGIN" : "BEGIN IMMEDIATE");
        // Asked again inside: another process may have been faster, and that one may be a newer program.
        long version = CheckVersion(connection, path);
        IReadOnlyList<IReadOnlyList<string>> steps = access == LedgerAccess.Read ? LedgerSchema.MigrationsForReading : LedgerSchema.Migrations;
        foreach (string statement in steps.Skip((int)version - 1).SelectMany(step => step))
        {
            int changed = Execute(connection, statement);
            if (statement == LedgerSchema.AllowRemoved && changed != 1)
            {
                throw LedgerErrors.Make(LedgerFault.Corrupt, path, Purpose, "its table 'items' is not as it was created");
            }
        }

        if (access == LedgerAccess.ReadWrite)
        {
            version = LedgerSchema.Version;
            Execute(connection, $"PRAGMA user_version = {version}");
        }

        Execute(connection, "COMMIT");
        return version;
    }

    private static void CheckTables(SqliteConnection connection, string path)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        using Statement tables = new(connection, "SELECT name FROM pragma_table_list WHERE type = 'table'");
        using (SqliteDataReader table = tables.Query())
        {
            while (table.Read())
            {
                _ = found.Add(table.GetString(0));
            }
        }

        if (LedgerSchema.TablesOf(Number(connection, "PRAGMA user_version")).FirstOrDefault(table => !found.Contains(table)) is { } missing)
        {
            throw LedgerErrors.Make(LedgerFault.Corrupt, path, Purpose, $"its table '{missing}' is missing");
        }
    }

    /// <summary>A killed process cannot damage the file; a machine that went down can. So only then is the whole file read.</summary>
    private static void CheckAfterCrash(SqliteConnection connection, string path)
    {
        using Statement legs = new(
            connection, "SELECT pid, process_started, boot_id, host FROM legs WHERE ended_at IS NULL AND id = (SELECT max(id) FROM legs)");
        using (SqliteDataReader reader = legs.Query())
        {
            if (!reader.Read())
            {
                return;
            }

            OwnerProcess owner = new(reader.GetInt32(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3));
            if (owner.IsOfThisBoot)
            {
                return;
            }
        }

        if (QuickCheck(connection) is { } damage)
        {
            throw LedgerErrors.Make(LedgerFault.Corrupt, path, Purpose, damage);
        }
    }

    /// <summary>What SQLite's own check of the file's structure finds first; null when it finds nothing.</summary>
    public static string? QuickCheck(SqliteConnection connection)
    {
        using Statement check = new(connection, "PRAGMA quick_check(1)");
        return check.Scalar() is string text && text != "ok" ? text : null;
    }

    private static LendableConnection Sqlite(string source, SqliteOpenMode mode, TimeSpan busyTimeout)
    {
        LendableConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(busyTimeout.TotalSeconds)), // 0 would wait for ever
        }.ToString());
        try
        {
            connection.Open();
            Execute(connection, $"PRAGMA busy_timeout = {(long)busyTimeout.TotalMilliseconds}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static int Execute(SqliteConnection connection, string sql)
    {
        using Statement statement = new(connection, sql);
        return statement.Execute();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using Statement statement = new(connection, sql);
        return (long)statement.Scalar()!;
    }
}

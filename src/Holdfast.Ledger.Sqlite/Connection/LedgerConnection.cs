using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Holdfast.Ledger.Sqlite;

/// <summary>One connection with its prepared statements and its transactions. Not thread safe.</summary>
/// <param name="sqlite">The connection; owned.</param>
/// <param name="path">The file.</param>
/// <param name="time">The clock.</param>
/// <param name="version">The file's version when it was opened: what an older one lacks, this connection has tables of its own for.</param>
/// <param name="hold">The files it writes to; null when it only reads.</param>
internal sealed class LedgerConnection(LendableConnection sqlite, string path, TimeProvider time, long version, LedgerHold? hold) : IDisposable
{
    // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
    private const int KeepLogOnClose = 1006;

    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private long _version = version;
    private bool _isLeftAsItIs;

    // The transaction that may be lent; null in any other.
    private SqliteTransaction? _transaction;

    public string Path => path;

    public SqliteConnection Sqlite => sqlite;

    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What the last borrower tried and must not; null when it kept to the rules.</summary>
    public string? Refused => sqlite.Refused;

    private bool InTransaction => raw.sqlite3_get_autocommit(sqlite.Handle) == 0;

    /// <summary>The prepared statement of a constant text.</summary>
    public Statement Sql(string text)
    {
        if (!_statements.TryGetValue(text, out Statement? statement))
        {
            statement = new Statement(sqlite, text);
            _statements.Add(text, statement);
        }

        statement.Transaction = _transaction;
        return statement;
    }

    /// <summary>Runs one writing transaction. What <paramref name="beforeCommit"/> throws undoes it and is passed on as it is.</summary>
    /// <param name="purpose">What it is for, after 'could not'.</param>
    /// <param name="work">The work.</param>
    /// <param name="beforeCommit">The last look.</param>
    /// <param name="lend">True when the work may <see cref="Lend"/> the transaction.</param>
    public T Write<T>(string purpose, Func<T> work, Action? beforeCommit = null, bool lend = false)
    {
        bool inCallback = false;
        try
        {
            Begin(lend);
            try
            {
                T? result = work();
                inCallback = true;
                beforeCommit?.Invoke();
                inCallback = false;
                RequireInPlace(purpose);
                Commit();
                return result;
            }
            catch
            {
                RollBack();
                throw;
            }
        }
        catch (SqliteException error) when (!inCallback)
        {
            throw Failed(error, purpose);
        }
    }

    /// <summary>Throws when the file was deleted, moved or replaced since it was opened for writing.</summary>
    public void RequireInPlace(string purpose) => hold?.Require(purpose);

    /// <summary>Lends the connection and the transaction that is under way. What would harm the ledger is refused: see <see cref="Refused"/>.</summary>
    public void Lend(Action<SqliteConnection, SqliteTransaction> use) => sqlite.Lend(() => use(sqlite, _transaction!));

    /// <summary>Runs several queries on one moment's state.</summary>
    public T Read<T>(string purpose, Func<T> work)
    {
        try
        {
            if (InTransaction)
            {
                return work();
            }

            BeginReading();
            try
            {
                return work();
            }
            finally
            {
                RollBack();
            }
        }
        catch (SqliteException error)
        {
            throw Failed(error, purpose);
        }
    }

    /// <summary>Keeps file and log apart from now on, also when the connection is closed: to copy a damaged log into the file would damage what is
    /// still good there.</summary>
    public void LeaveAsItIs()
    {
        _isLeftAsItIs = true;
        raw.sqlite3_db_config(sqlite.Handle, KeepLogOnClose, 1, out _);
    }

    /// <summary>Moves everything from the write-ahead log into the file, so that the one file is the whole account. As far as readers allow:
    /// what stays in the log is not lost.</summary>
    public void TruncateLog()
    {
        if (_isLeftAsItIs || hold?.MayTruncateLog() is false)
        {
            return;
        }

        try
        {
            using Statement truncate = new(sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
            truncate.Execute();
        }
        catch (SqliteException)
        {
            // A full or failing disk: the log is as good.
        }
    }

    public void Dispose()
    {
        foreach (Statement statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
        _transaction?.Dispose();
        sqlite.Dispose();
    }

    private LedgerException Failed(SqliteException error, string purpose)
    {
        LedgerException failed = LedgerErrors.From(error, path, purpose);
        if (failed.Fault == LedgerFault.Corrupt)
        {
            LeaveAsItIs();
        }

        return failed;
    }

    /// <summary>Begins to read. Where a writer has given the file the tables that it lacked, ours go for good: they would hide those.</summary>
    private void BeginReading()
    {
        Sql("BEGIN").Execute();
        // Asked inside, where no writer can make the answer untrue.
        while (_version < LedgerSchema.Version && (long)Sql("PRAGMA user_version").Scalar()! is var current && current > _version)
        {
            Sql("ROLLBACK").Execute();
            foreach (string table in LedgerSchema.TablesBetween(_version, current))
            {
                using Statement drop = new(sqlite, $"DROP TABLE temp.{table}");
                drop.Execute();
            }

            _version = current;
            Sql("BEGIN").Execute();
        }
    }

    private void Begin(bool lend)
    {
        if (lend)
        {
            _transaction = sqlite.BeginTransaction(deferred: false);
        }
        else
        {
            Sql("BEGIN IMMEDIATE").Execute();
        }
    }

    private void Commit()
    {
        if (_transaction is null)
        {
            Sql("COMMIT").Execute();
            return;
        }

        _transaction.Commit();
        _transaction = null;
    }

    // A full disk makes SQLite end the transaction by itself.
    private void RollBack()
    {
        if (_transaction is not null)
        {
            DropTransaction(_transaction);
            _transaction = null;
        }

        if (InTransaction)
        {
            Sql("ROLLBACK").Execute();
        }
    }

    /// <summary>The connection is bound to the object until that has ended what it began; and it ends nothing that has ended by itself.</summary>
    private void DropTransaction(SqliteTransaction transaction)
    {
        if (!InTransaction)
        {
            raw.sqlite3_exec(sqlite.Handle, "BEGIN");
        }

        try
        {
            transaction.Dispose();
        }
        catch (SqliteException)
        {
            // A failing disk; what is left of it is rolled back next.
        }
    }
}

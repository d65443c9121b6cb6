using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Holdfast.Actions;

/// <summary>One connection with its prepared statements and its transactions. Not thread safe.</summary>
/// <param name="sqlite">The connection; owned.</param>
/// <param name="path">The file.</param>
/// <param name="time">The clock.</param>
/// <param name="version">The file's version when it was opened: what an older one lacks, this connection has tables of its own for.</param>
internal sealed class LedgerConnection(SqliteConnection sqlite, string path, TimeProvider time, long version) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    public string Path => path;

    public SqliteConnection Sqlite => sqlite;

    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private bool InTransaction => raw.sqlite3_get_autocommit(sqlite.Handle) == 0;

    /// <summary>The prepared statement of a constant text.</summary>
    public Statement Sql(string text)
    {
        if (!_statements.TryGetValue(text, out var statement))
        {
            statement = new Statement(sqlite, text);
            _statements.Add(text, statement);
        }
        return statement;
    }

    /// <summary>Runs one writing transaction. What <paramref name="beforeCommit"/> throws undoes it and is passed on as it is.</summary>
    public T Write<T>(string attempt, Func<T> work, Action? beforeCommit = null)
    {
        var inCallback = false;
        try
        {
            Sql("BEGIN IMMEDIATE").Execute();
            try
            {
                var result = work();
                inCallback = true;
                beforeCommit?.Invoke();
                inCallback = false;
                Sql("COMMIT").Execute();
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
            throw LedgerErrors.From(error, path, attempt);
        }
    }

    /// <summary>Runs several queries on one moment's state.</summary>
    public T Read<T>(string attempt, Func<T> work)
    {
        try
        {
            if (InTransaction)
            {
                return work();
            }
            Sql("BEGIN").Execute();
            try
            {
                UncoverNewTables();
                return work();
            }
            finally
            {
                RollBack();
            }
        }
        catch (SqliteException error)
        {
            throw LedgerErrors.From(error, path, attempt);
        }
    }

    /// <summary>Moves everything from the write-ahead log into the file, so that the one file is the whole account. As far as readers allow:
    /// what stays in the log is not lost.</summary>
    public void Checkpoint()
    {
        try
        {
            using var checkpoint = new Statement(sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
            checkpoint.Execute();
        }
        catch (SqliteException)
        {
            // A full or failing disk: the log is as good.
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
        _statements.Clear();
        sqlite.Dispose();
    }

    /// <summary>Drops our own tables where the file has them by now; for this transaction, whose end undoes it.</summary>
    private void UncoverNewTables()
    {
        if (version < LedgerSchema.Version)
        {
            foreach (var table in LedgerSchema.TablesBetween(version, (long)Sql("PRAGMA user_version").Scalar()!))
            {
                Sql($"DROP TABLE temp.{table}").Execute();
            }
        }
    }

    // A full disk makes SQLite end the transaction by itself.
    private void RollBack()
    {
        if (InTransaction)
        {
            Sql("ROLLBACK").Execute();
        }
    }
}

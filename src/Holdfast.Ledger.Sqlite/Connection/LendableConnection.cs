using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Holdfast.Ledger.Sqlite;

/// <summary>The ledger's connection, which can be lent to somebody else's code within a transaction. What would harm the ledger is refused then, and
/// remembered. Not thread safe.</summary>
internal sealed class LendableConnection(string connectionString) : SqliteConnection(connectionString)
{
    private bool _isWatched;
    private bool _isLent;

    /// <summary>What the last borrower tried and must not; null when it kept to the rules.</summary>
    public string? Refused { get; private set; }

    public override void Open()
    {
        base.Open();
        Handle!.enable_sqlite3_next_stmt(true);
    }

    public override void Close()
    {
        if (_isLent)
        {
            Refuse("it closed the ledger's connection");
            return;
        }

        base.Close();
    }

    /// <summary>Lends the connection for one call. What the call throws is passed on.</summary>
    public void Lend(Action use)
    {
        Watch();
        Refused = null;
        HashSet<sqlite3_stmt> before = BusyStatements();
        _isLent = true;
        try
        {
            use();
        }
        finally
        {
            _isLent = false;
            TakeBack(before);
        }
    }

    private void TakeBack(HashSet<sqlite3_stmt> before)
    {
        foreach (sqlite3_stmt left in Statements().Where(statement => raw.sqlite3_stmt_busy(statement) != 0 && !before.Contains(statement)))
        {
            raw.sqlite3_reset(left);
            Refuse("it left a reader open");
        }

        if (raw.sqlite3_get_autocommit(Handle) != 0)
        {
            // A conflict clause or a trigger may do that.
            Refuse("it rolled the ledger's transaction back");
        }
    }

    private HashSet<sqlite3_stmt> BusyStatements() => [.. Statements().Where(statement => raw.sqlite3_stmt_busy(statement) != 0)];

    private IEnumerable<sqlite3_stmt> Statements()
    {
        for (sqlite3_stmt? statement = raw.sqlite3_next_stmt(Handle, null); statement is not null; statement = raw.sqlite3_next_stmt(Handle, statement))
        {
            yield return statement;
        }
    }

    // Once: each time anew, SQLite would prepare all statements again.
    private void Watch()
    {
        if (!_isWatched)
        {
            raw.sqlite3_set_authorizer(Handle, (_, action, first, second, _, _) => Authorize(action, first, second), null);
            _isWatched = true;
        }
    }

    /// <summary>Asked by SQLite for each thing that a statement would do, when it is prepared.</summary>
    private int Authorize(int action, string? first, string? second)
    {
        if (!_isLent || LentActions.Problem(action, first, second) is not { } problem)
        {
            return raw.SQLITE_OK;
        }

        Refuse(problem);
        return raw.SQLITE_DENY;
    }

    private void Refuse(string what) => Refused ??= what;
}

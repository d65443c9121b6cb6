using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Gives what a transaction changed to the user's own storage. Used on the ledger's thread.</summary>
/// <param name="db">The ledger.</param>
/// <param name="action">Whose records they are.</param>
/// <param name="targets">The storage.</param>
internal sealed class TargetWriter(LedgerConnection db, string action, RecordTargets targets)
{
    private readonly TableWriter[] _tables = [.. targets.Writers.Cast<TableWriter>()];
    private bool _isTold;

    /// <summary>True when the transactions of batches and pages are lent to a sink.</summary>
    public bool Borrow => _tables.Length > 0;

    /// <summary>In a transaction: makes the sinks' tables, and finds what each delivery is still owed.</summary>
    public void Prepare()
    {
        foreach (TableWriter sink in _tables)
        {
            Lend(sink, sink.Prepare);
        }

        foreach (string sink in targets.Deliveries)
        {
            OwedRecords.QueueMissing(db, action, sink);
        }
    }

    /// <summary>In the transaction of a batch or a page, when all of its own is written.</summary>
    public void Write(IReadOnlyList<ChangedRecord> changed)
    {
        if (changed.Count == 0)
        {
            return;
        }

        foreach (TableWriter sink in _tables)
        {
            Lend(sink, (connection, transaction) => sink.Write(changed, connection, transaction));
        }

        foreach (string sink in targets.Deliveries)
        {
            OwedRecords.Owe(db, action, sink, changed);
        }

        _isTold = true;
    }

    /// <summary>A batch or a page has landed. One that changed no record is no news.</summary>
    public void Landed()
    {
        if (_isTold)
        {
            _isTold = false;
            targets.Landed();
        }
    }

    private void Lend(TableWriter sink, Action<SqliteConnection, SqliteTransaction> use)
    {
        string? problem;
        Exception? cause = null;
        try
        {
            db.Lend(use);
            problem = db.Refused;
        }
        catch (Exception exception)
        {
            if (MachineFaultIn(exception) is { } fault)
            {
                throw LedgerErrors.From(fault, db.Path, $"write the tables of sink '{sink.Name}'");
            }

            cause = exception;
            problem = db.Refused ?? EvidenceText.Clean($"{exception.GetType().Name}: {exception.Message}").TrimEnd('.');
        }

        if (problem is not null)
        {
            throw new RecordSinkException(
                sink.Name,
                $"Sink '{sink.Name}' failed: {problem}. Nothing of this change was kept, neither in its tables nor in the ledger. "
                + "Fix the sink, then run the same command; the run resumes.",
                cause);
        }
    }

    private static SqliteException? MachineFaultIn(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is SqliteException error && LedgerErrors.IsOfTheMachine(error.SqliteErrorCode))
            {
                return error;
            }
        }

        return null;
    }
}

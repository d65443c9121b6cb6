using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Streams records with a statement of its own, so that other work may go on between two of them.</summary>
internal static class RecordReader
{
    private const string Purpose = "read records";

    public static IEnumerable<StoredRecord> Read(LedgerConnection db, string action, long? writtenByRun, bool includePartial)
    {
        using Statement statement = new(
            db.Sqlite,
            """
            SELECT key, json, missing, fingerprint, first_run, written_run, checked_run, written_at FROM records
            WHERE action = $action AND ($run IS NULL OR written_run = $run) AND ($partial OR whole = 1)
                AND NOT EXISTS (SELECT 1 FROM removals m WHERE m.action = records.action AND m.key = records.key AND m.ended_run IS NULL)
            ORDER BY key
            """);
        // Its first row is read in there, which fixes the moment; reading goes on when that transaction has ended.
        using SqliteDataReader reader = db.Read(Purpose, () => statement.Query(action, writtenByRun, includePartial));
        while (Guard(db, reader.Read))
        {
            yield return new StoredRecord(
                reader.GetString(0),
                reader.GetString(1),
                reader.Text(2),
                reader.Text(3),
                reader.GetInt64(4),
                reader.GetInt64(5),
                reader.GetInt64(6),
                reader.Time(7));
        }
    }

    private static T Guard<T>(LedgerConnection db, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException error)
        {
            throw LedgerErrors.From(error, db.Path, Purpose);
        }
    }
}

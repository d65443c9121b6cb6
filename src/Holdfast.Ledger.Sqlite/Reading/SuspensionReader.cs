using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Reads the times in which the program did not run. There are few of them.</summary>
internal static class SuspensionReader
{
    /// <summary>The latest first.</summary>
    public static IReadOnlyList<StoredSuspension> Read(LedgerConnection db, long? run, int limit)
    {
        List<StoredSuspension> suspensions = new();
        using SqliteDataReader reader = db.Sql(
            """
            SELECT run_id, epoch, generation, ended_at, duration_ms, asleep FROM suspensions
            WHERE $run IS NULL OR run_id = $run ORDER BY run_id DESC, epoch DESC, id DESC LIMIT $limit
            """).Query(run, limit);
        while (reader.Read())
        {
            suspensions.Add(new StoredSuspension(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), new Suspension(
                reader.Time(3),
                TimeSpan.FromMilliseconds(reader.GetInt64(4)),
                reader.GetInt64(5) != 0)));
        }

        return suspensions;
    }
}

using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Reads the pauses that sites asked for.</summary>
internal static class PauseReader
{
    /// <summary>The latest first. Those that end later than a moment cost what they are, however many there were before.</summary>
    public static IReadOnlyList<StoredPause> Read(LedgerConnection db, long? run, DateTimeOffset? endingAfter, int limit)
    {
        List<StoredPause> pauses = new();
        using SqliteDataReader reader = endingAfter is { } after
            ? Select(db, "until_at > $after AND ($run IS NULL OR run_id = $run)").Query(after.ToUnixTimeMilliseconds(), run, limit)
            : Select(db, "run_id BETWEEN coalesce($run, 0) AND coalesce($run, 9223372036854775807)").Query(run, limit);
        while (reader.Read())
        {
            pauses.Add(new StoredPause(
                reader.GetInt64(0),
                reader.GetInt64(1),
                reader.GetString(2),
                reader.GetInt32(3),
                reader.GetInt32(4),
                reader.Time(5),
                reader.Time(6),
                reader.GetInt64(7),
                TimeSpan.FromMilliseconds(reader.GetInt64(8)),
                reader.Real(9)));
        }

        return pauses;
    }

    /// <summary>What a new leg goes on with: the newest pause of each endpoint. Newest by the order of the legs, since clocks may be set.</summary>
    public static IReadOnlyList<PauseRow> Remembered(LedgerConnection db)
    {
        List<PauseRow> known = new();
        using SqliteDataReader reader = db.Sql(
            """
            SELECT endpoint, number, status, asked_at, until_at, sent, window_ms, per_minute FROM (
                SELECT p.endpoint, p.number, p.status, p.asked_at, p.until_at, p.sent, p.window_ms, p.per_minute,
                    row_number() OVER (PARTITION BY p.endpoint ORDER BY l.id DESC, p.number DESC) AS place
                FROM pauses p JOIN legs l ON l.run_id = p.run_id AND l.epoch = p.epoch)
            WHERE place = 1
            """).Query();
        while (reader.Read())
        {
            known.Add(new PauseRow(
                reader.GetString(0),
                reader.GetInt32(1),
                reader.GetInt32(2),
                reader.Time(3),
                reader.Time(4),
                reader.GetInt64(5),
                TimeSpan.FromMilliseconds(reader.GetInt64(6)),
                reader.Real(7)));
        }

        return known;
    }

    public static PauseTotals Totals(LedgerConnection db, long runId)
    {
        IReadOnlyList<StoredPause> pauses = Read(db, runId, null, int.MaxValue);
        return pauses.Count == 0 ? PauseTotals.None : PauseTotals.Of(pauses, Legs(db, runId, db.Now));
    }

    private static Statement Select(LedgerConnection db, string condition) => db.Sql(
        $"""
        SELECT run_id, epoch, endpoint, number, status, asked_at, until_at, sent, window_ms, per_minute FROM pauses
        WHERE {condition} ORDER BY run_id DESC, epoch DESC, asked_at DESC, number DESC, endpoint LIMIT $limit
        """);

    private static List<(DateTimeOffset From, DateTimeOffset To)> Legs(LedgerConnection db, long runId, long now)
    {
        List<(DateTimeOffset, DateTimeOffset)> legs = new();
        using SqliteDataReader reader = db.Sql(
            """
            SELECT started_at, coalesce(ended_at, lead(started_at) OVER (ORDER BY epoch), $now) FROM legs WHERE run_id = $run ORDER BY epoch
            """).Query(now, runId);
        while (reader.Read())
        {
            legs.Add((reader.Time(0), reader.Time(1)));
        }

        return legs;
    }
}

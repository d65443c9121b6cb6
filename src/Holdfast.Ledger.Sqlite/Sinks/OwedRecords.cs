using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>What sinks elsewhere are owed: written with the records, and crossed off when they have taken it.</summary>
internal static class OwedRecords
{
    /// <summary>In the transaction of a batch or a page: each change is owed.</summary>
    public static void Owe(LedgerConnection db, string action, string sink, IReadOnlyList<ChangedRecord> changed)
    {
        long now = db.Now;
        foreach (ChangedRecord record in changed)
        {
            db.Sql(
                """
                INSERT INTO deliveries(action, sink, key, version, hash, whole, removed, delivered, changed_at)
                VALUES ($action, $sink, $key, 1, $hash, $whole, $removed, 0, $now)
                ON CONFLICT (action, sink, key) DO UPDATE SET version = version + 1, hash = excluded.hash, whole = excluded.whole,
                    removed = excluded.removed, changed_at = excluded.changed_at
                """).Execute(
                    action, sink, record.Key, record.Content.Hash, record.Content.Whole ? 1 : 0, record.Change == RecordChange.Removed ? 1 : 0, now);
        }
    }

    /// <summary>Whatever the action's records hold that the sink is not owed yet: it is new, or was away while others were gathered. What it never
    /// was owed need not be taken from it.</summary>
    public static void QueueMissing(LedgerConnection db, string action, string sink) => db.Sql(
        """
        INSERT INTO deliveries(action, sink, key, version, hash, whole, removed, delivered, changed_at)
        SELECT r.action, $sink, r.key, 1, r.hash, r.whole, m.item_id IS NOT NULL, 0, $now
        FROM records r LEFT JOIN deliveries d ON d.action = r.action AND d.sink = $sink AND d.key = r.key
            LEFT JOIN removals m ON m.action = r.action AND m.key = r.key AND m.ended_run IS NULL
        WHERE r.action = $action AND iif(d.id IS NULL, m.item_id IS NULL,
            d.hash <> r.hash OR d.whole <> r.whole OR d.removed <> (m.item_id IS NOT NULL)) ORDER BY r.id
        ON CONFLICT (action, sink, key) DO UPDATE SET version = version + 1, hash = excluded.hash, whole = excluded.whole,
            removed = excluded.removed, changed_at = excluded.changed_at
        """).Execute(sink, db.Now, action);

    /// <summary>What waits for a sink, in the order in which it first did.</summary>
    /// <param name="db">The ledger.</param>
    /// <param name="action">The action.</param>
    /// <param name="sink">The sink's name.</param>
    /// <param name="after">Only rows after this one; 0 for the first.</param>
    /// <param name="limit">How many at most.</param>
    public static IReadOnlyList<OwedRecord> Read(LedgerConnection db, string action, string sink, long after, int limit)
    {
        List<OwedRecord> owed = new();
        using SqliteDataReader rows = db.Sql(
            """
            SELECT d.id, d.key, d.version, r.hash, r.json, r.missing, d.removed
            FROM deliveries d JOIN records r ON r.action = d.action AND r.key = d.key
            WHERE d.action = $action AND d.sink = $sink AND d.id > $after AND d.delivered < d.version ORDER BY d.id LIMIT $limit
            """).Query(action, sink, after, limit);
        while (rows.Read())
        {
            owed.Add(new OwedRecord(
                rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2), rows.Bytes(3)!, rows.GetString(4), rows.Text(5), rows.GetBoolean(6)));
        }

        return owed;
    }

    /// <summary>The sink has taken these. One that has changed meanwhile is owed still.</summary>
    public static int MarkDelivered(LedgerConnection db, IReadOnlyList<OwedRecord> delivered)
    {
        int count = 0;
        foreach (OwedRecord record in delivered)
        {
            count += db.Sql("UPDATE deliveries SET delivered = $version, changed_at = $now WHERE id = $id AND delivered < $version")
                .Execute(record.Version, db.Now, record.Id);
        }

        return count;
    }

    /// <summary>How many of an action's records wait for each sink; sinks that nothing waits for are left out.</summary>
    public static IReadOnlyDictionary<string, long> Count(LedgerConnection db, string action)
    {
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        using SqliteDataReader rows = db
            .Sql("SELECT sink, count(*) FROM deliveries WHERE action = $action AND delivered < version GROUP BY sink").Query(action);
        while (rows.Read())
        {
            counts.Add(rows.GetString(0), rows.GetInt64(1));
        }

        return counts;
    }
}

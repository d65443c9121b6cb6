using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Begins a sync inside a transaction: since when it reads, and what the run before could not fetch.</summary>
internal sealed class SyncStart(LedgerConnection db, Leg run)
{
    // Before the first reading of the list.
    private const int CarriedPass = 0;

    public SyncSpan Begin()
    {
        if (Find(db, run.RunId) is { } begun)
        {
            return begun;
        }

        (long? before, string? since) = Before();
        db.Sql("INSERT INTO syncs(run_id, since_run, since) VALUES ($run, $before, $since)").Execute(run.RunId, before, since);
        if (before is { } completed && Missing(completed) is { Count: > 0 } missing)
        {
            new PagePlanner(db, run).Plan(new PageListing(CarriedPass, null, null, null, missing, new GenerationStamp(0, 0)));
        }

        return new SyncSpan(before, since, null);
    }

    /// <summary>What a run reads; null when it is no sync.</summary>
    public static SyncSpan? Find(LedgerConnection db, long runId)
    {
        using SqliteDataReader row = db.Sql("SELECT since_run, since, watermark FROM syncs WHERE run_id = $run").Query(runId);
        return row.Read() ? new(row.Number(0), row.Text(1), row.Text(2)) : null;
    }

    /// <summary>True when an earlier run left the item behind, and this run's list has not shown it yet.</summary>
    public static bool IsCarried(LedgerConnection db, long runId, string key) => db.Sql(
        "SELECT 1 FROM listings l JOIN pages p ON p.id = l.page_id WHERE l.run_id = $run AND l.key = $key AND p.pass = $pass")
        .Scalar(runId, key, CarriedPass) is not null;

    /// <summary>The last completed run at the same site. One that was given no watermark hands on the one before.</summary>
    private (long? Run, string? Watermark) Before()
    {
        using SqliteDataReader row = db.Sql(
            """
            SELECT n.id, coalesce(s.watermark, s.since) FROM runs n JOIN syncs s ON s.run_id = n.id
            WHERE n.action = $action AND n.finished_at IS NOT NULL AND n.site IS (SELECT site FROM runs WHERE id = $run) ORDER BY n.id DESC LIMIT 1
            """).Query(run.Action, run.RunId);
        return row.Read() ? (row.GetInt64(0), row.Text(1)) : (null, null);
    }

    private List<ListedItem> Missing(long before)
    {
        List<ListedItem> items = new();
        using SqliteDataReader row = db.Sql(
            """
            SELECT key, fingerprint, payload FROM items
            WHERE run_id = $run AND state IN ('partial', 'failed', 'quarantined') ORDER BY id
            """).Query(before);
        while (row.Read())
        {
            items.Add(new ListedItem(row.GetString(0), row.Text(1), row.GetString(2)));
        }

        return items;
    }
}

using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Counts a run's rows.</summary>
internal static class SummaryReader
{
    public static IReadOnlyList<RunInfo> Runs(LedgerConnection db, string? action, long? run, int limit)
    {
        List<RunInfo> runs = new();
        using SqliteDataReader reader = db.Sql(
            """
            SELECT r.id, r.action, r.started_at, r.finished_at, (SELECT count(*) FROM legs WHERE run_id = r.id),
                l.outcome, l.pid, l.process_started, l.boot_id, l.host, l.program
            FROM runs r JOIN legs l ON l.run_id = r.id AND l.epoch = r.epoch
            WHERE ($action IS NULL OR r.action = $action) AND ($run IS NULL OR r.id = $run) ORDER BY r.id DESC LIMIT $limit
            """).Query(action, run, limit);
        while (reader.Read())
        {
            runs.Add(new RunInfo(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.Time(2),
                reader.TimeOrNull(3),
                reader.GetInt32(4),
                reader.Text(5) is { } outcome ? Enum.Parse<LegOutcome>(outcome) : null)
            {
                LastOwner = new(new(reader.GetInt32(6), reader.GetInt64(7), reader.GetString(8), reader.GetString(9)), reader.GetString(10)),
            });
        }

        return runs;
    }

    public static RunSummary Read(LedgerConnection db, long runId)
    {
        RunInfo info = Runs(db, null, runId, 1).SingleOrDefault() ?? throw new ArgumentException($"There is no run {runId} in '{db.Path}'.", nameof(runId));
        Dictionary<ItemState, long> states = CountStates(db, runId);
        using SqliteDataReader pages = db.Sql("SELECT count(*), min(planned_at) FROM pages WHERE run_id = $run AND pass > 0").Query(runId);
        pages.Read();
        return new RunSummary(info)
        {
            Seen = (long)db.Sql("SELECT count(DISTINCT key) FROM listings WHERE run_id = $run").Scalar(runId)!,
            New = states.GetValueOrDefault(ItemState.New),
            Updated = states.GetValueOrDefault(ItemState.Updated),
            Unchanged = states.GetValueOrDefault(ItemState.Unchanged),
            Partial = states.GetValueOrDefault(ItemState.Partial),
            Failed = states.GetValueOrDefault(ItemState.Failed),
            Quarantined = states.GetValueOrDefault(ItemState.Quarantined),
            Removed = states.GetValueOrDefault(ItemState.Removed),
            Pending = states.GetValueOrDefault(ItemState.Pending),
            Pages = pages.GetInt64(0),
            FirstPageAt = pages.TimeOrNull(1),
            Listing = ListingReader.Position(db, runId),
            SiteTotal = ListingReader.SiteTotal(db, runId),
            Incidents = CountIncidents(db, runId),
            Effects = EffectCounter.Count(db, runId),
            Waiting = OwedRecords.Count(db, info.Action),
            Progress = CheckpointRows.Find(db, runId)?.Progress,
            Sync = SyncStart.Find(db, runId),
            Suspensions = SuspensionTotals.Of(SuspensionReader.Read(db, runId, int.MaxValue)),
            Pauses = PauseReader.Totals(db, runId),
            LastChangeAt = db.Sql(
                """
                SELECT max(at) FROM (
                    SELECT max(changed_at) AS at FROM items WHERE run_id = $run UNION ALL SELECT max(ended_at) FROM legs WHERE run_id = $run
                    UNION ALL SELECT max(changed_at) FROM checkpoints WHERE run_id = $run
                    UNION ALL SELECT max(at) FROM effect_events WHERE run_id = $run)
                """).Scalar(runId) is long at
                ? DateTimeOffset.FromUnixTimeMilliseconds(at)
                : null,
        };
    }

    private static Dictionary<ItemState, long> CountStates(LedgerConnection db, long runId)
    {
        Dictionary<ItemState, long> counts = new();
        using SqliteDataReader reader = db.Sql("SELECT state, count(*) FROM items WHERE run_id = $run GROUP BY state").Query(runId);
        while (reader.Read())
        {
            counts.Add(ItemStateText.Parse(reader.GetString(0)), reader.GetInt64(1));
        }

        return counts;
    }

    private static SortedDictionary<string, int> CountIncidents(LedgerConnection db, long runId)
    {
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        using SqliteDataReader reader = db.Sql("SELECT cause, count(*) FROM incidents WHERE run_id = $run GROUP BY cause").Query(runId);
        while (reader.Read())
        {
            counts.Add(reader.GetString(0), reader.GetInt32(1));
        }

        return counts;
    }
}

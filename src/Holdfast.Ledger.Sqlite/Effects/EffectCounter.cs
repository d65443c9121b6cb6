using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Counts a run's effects.</summary>
internal static class EffectCounter
{
    /// <returns>Null before the first page of the plan, and for other kinds of actions.</returns>
    public static EffectCounts? Count(LedgerConnection db, long runId)
    {
        using SqliteDataReader pages = db.Sql("SELECT count(*) FILTER (WHERE carried = 0), count(*) FROM effect_pages WHERE run_id = $run").Query(runId);
        pages.Read();
        if (pages.GetInt64(1) == 0)
        {
            return null;
        }

        Dictionary<EffectState, long> counts = new();
        long before = 0L;
        using SqliteDataReader states = db.Sql(
            $"""
            SELECT event, ours, count(*) FROM (
                SELECT (SELECT v.event FROM effect_events v WHERE v.effect_id = e.id AND {EffectRows.OfTheRun} ORDER BY v.id DESC LIMIT 1) AS event,
                    EXISTS (SELECT 1 FROM effect_events v WHERE v.effect_id = e.id AND +v.run_id = n.id) AS ours
                FROM effects e JOIN runs n ON n.action = e.action
                WHERE n.id = $run AND EXISTS (SELECT 1 FROM effect_listings l WHERE l.run_id = n.id AND l.key = e.key))
            GROUP BY event, ours
            """).Query(runId);
        while (states.Read())
        {
            EffectState state = EffectEvents.StateAfter(states.Text(0));
            counts[state] = counts.GetValueOrDefault(state) + states.GetInt64(2);
            before += state == EffectState.Confirmed && !states.GetBoolean(1) ? states.GetInt64(2) : 0;
        }

        return new EffectCounts(
            (long)db.Sql("SELECT count(DISTINCT key) FROM effect_listings WHERE run_id = $run").Scalar(runId)!,
            counts.GetValueOrDefault(EffectState.Confirmed),
            before,
            counts.GetValueOrDefault(EffectState.Failed),
            counts.GetValueOrDefault(EffectState.InDoubt),
            counts.GetValueOrDefault(EffectState.Dropped),
            counts.GetValueOrDefault(EffectState.Planned) + counts.GetValueOrDefault(EffectState.Sending),
            pages.GetInt64(0),
            EffectRows.Position(db, runId).IsAtEnd);
    }
}

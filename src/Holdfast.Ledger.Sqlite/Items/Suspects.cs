using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Items that were in flight when a session died, until one of them comes through alive or is quarantined.</summary>
/// <remarks>They belong to the action, not to a run: a quarantined item stays so in later runs, until somebody releases it.</remarks>
internal static class Suspects
{
    /// <summary>A session died with the item in flight. An item that is whole all the same is no suspect.</summary>
    public static void AddSuspect(LedgerConnection db, Leg run, string key, bool alone) => db.Sql(
        """
        INSERT INTO suspects(action, key, run_id, epoch, deaths, solo_deaths, quarantined)
        SELECT $action, key, run_id, $epoch, 1, $solo, 0 FROM items WHERE run_id = $run AND key = $key AND state IN ('pending', 'failed', 'partial')
        ON CONFLICT (action, key) DO UPDATE SET
            run_id = excluded.run_id, epoch = excluded.epoch, deaths = deaths + 1, solo_deaths = solo_deaths + excluded.solo_deaths
        """).Execute(run.Action, run.Epoch, alone ? 1 : 0, run.RunId, key);

    /// <summary>The item got an outcome from a session that lived.</summary>
    public static void Clear(LedgerConnection db, string action, string key) =>
        db.Sql("DELETE FROM suspects WHERE action = $action AND key = $key").Execute(action, key);

    public static void Quarantine(LedgerConnection db, Leg run, string key) => db.Sql(
        """
        INSERT INTO suspects(action, key, run_id, epoch, deaths, solo_deaths, quarantined) VALUES ($action, $key, $run, $epoch, 0, 0, 1)
        ON CONFLICT (action, key) DO UPDATE SET run_id = excluded.run_id, epoch = excluded.epoch, quarantined = 1
        """).Execute(run.Action, key, run.RunId, run.Epoch);

    /// <summary>How many sessions died over an item, and how many of them with nothing else in flight; none for an item that is no suspect.</summary>
    public static (int Deaths, int SoloDeaths) Deaths(LedgerConnection db, string action, string key)
    {
        using SqliteDataReader found = db.Sql("SELECT deaths, solo_deaths FROM suspects WHERE action = $action AND key = $key").Query(action, key);
        return found.Read() ? (found.GetInt32(0), found.GetInt32(1)) : (0, 0);
    }

    /// <summary>Why an earlier run quarantined the item; null when it is not in quarantine.</summary>
    public static string? Quarantined(LedgerConnection db, string action, string key)
    {
        using SqliteDataReader found = db.Sql(
            """
            SELECT coalesce(r.text, 'quarantined in an earlier run') FROM suspects s
            LEFT JOIN items i ON i.run_id = s.run_id AND i.key = s.key LEFT JOIN reasons r ON r.item_id = i.id
            WHERE s.action = $action AND s.key = $key AND s.quarantined = 1
            """).Query(action, key);
        return found.Read() ? found.GetString(0) : null;
    }

    /// <summary>Ends a quarantine: the item is pending again where its run goes on, and a new run fetches it like any other.</summary>
    /// <returns>The keys released, in order.</returns>
    public static IReadOnlyList<string> Release(LedgerConnection db, string action, string? key)
    {
        List<string> keys = new();
        using (SqliteDataReader found = db.Sql(
            "SELECT key FROM suspects WHERE action = $action AND quarantined = 1 AND ($key IS NULL OR key = $key) ORDER BY key").Query(action, key))
        {
            while (found.Read())
            {
                keys.Add(found.GetString(0));
            }
        }

        foreach (string released in keys)
        {
            Clear(db, action, released);
            db.Sql(
                """
                DELETE FROM reasons WHERE item_id IN (
                    SELECT i.id FROM items i JOIN runs n ON n.id = i.run_id
                    WHERE n.action = $action AND n.finished_at IS NULL AND i.key = $key AND i.state = 'quarantined')
                """).Execute(action, released);
            db.Sql(
                """
                UPDATE items SET state = 'pending', changed_at = $now WHERE key = $key AND state = 'quarantined'
                    AND run_id IN (SELECT id FROM runs WHERE action = $action AND finished_at IS NULL)
                """).Execute(db.Now, released, action);
        }

        return keys;
    }
}

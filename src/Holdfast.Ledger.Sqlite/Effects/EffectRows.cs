using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>The rows of effects, for everybody who reads them.</summary>
internal static class EffectRows
{
    /// <summary>What <see cref="Read"/> takes of an effect e.</summary>
    public const string Columns =
        "e.id, e.action, e.key, e.payload, e.state, e.text, "
        + "(SELECT count(*) FROM effect_events v WHERE v.effect_id = e.id AND v.event = 'begun'), e.changed_at";

    /// <summary>True of a failed effect e that the next leg tries again: the site did not refuse it.</summary>
    public const string GivenUp =
        "(SELECT v.event FROM effect_events v WHERE v.effect_id = e.id ORDER BY v.id DESC LIMIT 1) = 'gave-up'";

    /// <summary>The events v up to the end of run n: those of later runs, and words that the user said after it, are none of its account.</summary>
    public const string OfTheRun = "(v.run_id <= n.id OR v.run_id IS NULL AND (n.finished_at IS NULL OR v.at <= n.finished_at))";

    public static StoredEffect Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        EffectStateText.Parse(row.GetString(4)),
        row.Text(5),
        row.GetInt32(6),
        row.Time(7));

    public static List<StoredEffect> ReadAll(SqliteDataReader rows)
    {
        List<StoredEffect> effects = new();
        while (rows.Read())
        {
            effects.Add(Read(rows));
        }

        return effects;
    }

    public static StoredEffect? Find(LedgerConnection db, string action, string key)
    {
        using SqliteDataReader row = db.Sql($"SELECT {Columns} FROM effects e WHERE e.action = $action AND e.key = $key").Query(action, key);
        return row.Read() ? Read(row) : null;
    }

    /// <summary>Where the plan of a run goes on.</summary>
    public static EffectPosition Position(LedgerConnection db, long runId)
    {
        using SqliteDataReader page = db
            .Sql("SELECT next_cursor FROM effect_pages WHERE run_id = $run AND carried = 0 ORDER BY number DESC LIMIT 1").Query(runId);
        return page.Read() ? new(page.IsDBNull(0), page.Text(0)) : new(false, null);
    }
}

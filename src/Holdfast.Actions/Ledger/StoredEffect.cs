using Microsoft.Data.Sqlite;

namespace Holdfast.Actions;

/// <summary>An effect as stored.</summary>
/// <param name="Id">Its number in the ledger; rises in planning order.</param>
/// <param name="Action">The action that it belongs to.</param>
/// <param name="Key">The idempotency key.</param>
/// <param name="PayloadJson">What the sending needs, as JSON.</param>
/// <param name="State">What became of it.</param>
/// <param name="Text">The receipt, the reason or the doubt; null for none.</param>
/// <param name="Attempts">How often it was begun.</param>
/// <param name="ChangedAt">When it last changed its state.</param>
public sealed record StoredEffect(
    long Id, string Action, string Key, string PayloadJson, EffectState State, string? Text, int Attempts, DateTimeOffset ChangedAt)
{
    internal const string Columns =
        "e.id, e.action, e.key, e.payload, e.state, e.text, (SELECT count(*) FROM effect_events v WHERE v.effect_id = e.id AND v.event = 'begun'), e.changed_at";

    /// <summary>True of a failed effect e that the next leg tries again: the site did not refuse it.</summary>
    internal const string GivenUp =
        "(SELECT v.event FROM effect_events v WHERE v.effect_id = e.id ORDER BY v.id DESC LIMIT 1) = 'gave-up'";

    internal static StoredEffect Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        EffectStateText.Parse(row.GetString(4)),
        row.Text(5),
        row.GetInt32(6),
        row.Time(7));

    internal static List<StoredEffect> ReadAll(SqliteDataReader rows)
    {
        var effects = new List<StoredEffect>();
        while (rows.Read())
        {
            effects.Add(Read(rows));
        }
        return effects;
    }

    internal static StoredEffect? Find(LedgerConnection db, string action, string key)
    {
        using var row = db.Sql($"SELECT {Columns} FROM effects e WHERE e.action = $action AND e.key = $key").Query(action, key);
        return row.Read() ? Read(row) : null;
    }
}

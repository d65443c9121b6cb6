using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>What the site says is gone. The record stays in the file, but counts no more.</summary>
/// <remarks>Sinks are told of each record that begins or ceases to be gone: <c>changed</c> takes what they are told, and is null when there are none.</remarks>
internal static class Removal
{
    /// <summary>The item of this run is gone.</summary>
    /// <returns>Its state.</returns>
    public static ItemState Of(LedgerConnection db, Leg run, long item, string key, List<ChangedRecord>? changed)
    {
        bool wasGone = End(db, run, key);
        db.Sql("INSERT INTO removals(item_id, run_id, action, key) VALUES ($item, $run, $action, $key)").Execute(item, run.RunId, run.Action, key);
        if (!wasGone)
        {
            Tell(db, run, key, RecordChange.Removed, changed);
        }

        return ItemState.Removed;
    }

    /// <summary>What an earlier run found gone is there again.</summary>
    /// <returns>True when it was gone.</returns>
    public static bool End(LedgerConnection db, Leg run, string key) =>
        db.Sql("UPDATE removals SET ended_run = $run WHERE action = $action AND key = $key AND ended_run IS NULL").Execute(run.RunId, run.Action, key) > 0;

    /// <summary>The list shows an item again that this run had found gone. What an earlier run had found holds again until the item is fetched.</summary>
    public static void Undo(LedgerConnection db, Leg run, long item, string key, List<ChangedRecord>? changed)
    {
        db.Sql("DELETE FROM removals WHERE item_id = $item").Execute(item);
        bool isGoneStill = db.Sql("UPDATE removals SET ended_run = NULL WHERE action = $action AND key = $key AND ended_run = $run")
            .Execute(run.Action, key, run.RunId) > 0;
        if (!isGoneStill)
        {
            Tell(db, run, key, RecordChange.New, changed);
        }
    }

    /// <summary>True while the site says that it is gone.</summary>
    public static bool IsCurrent(LedgerConnection db, string action, string key) =>
        db.Sql("SELECT 1 FROM removals WHERE action = $action AND key = $key AND ended_run IS NULL").Scalar(action, key) is not null;

    /// <summary>An item that never had a record is no news for a sink.</summary>
    private static void Tell(LedgerConnection db, Leg run, string key, RecordChange change, List<ChangedRecord>? changed)
    {
        if (changed is null)
        {
            return;
        }

        using SqliteDataReader record = db.Sql("SELECT json, hash, whole, missing FROM records WHERE action = $action AND key = $key").Query(run.Action, key);
        if (record.Read())
        {
            changed.Add(new ChangedRecord(key, record.GetString(0), new(record.Bytes(1)!, record.GetBoolean(2)), change, record.Text(3)));
        }
    }
}

namespace Holdfast.Actions;

/// <summary>What the site says is gone. The record stays in the file, but counts no more.</summary>
internal static class Removal
{
    /// <summary>The item of this run is gone.</summary>
    /// <returns>Its state.</returns>
    public static ItemState Of(LedgerConnection db, RunAccount run, long item, string key)
    {
        End(db, run, key);
        db.Sql("INSERT INTO removals(item_id, run_id, action, key) VALUES ($item, $run, $action, $key)").Execute(item, run.RunId, run.Action, key);
        return ItemState.Removed;
    }

    /// <summary>What an earlier run found gone is there again.</summary>
    /// <returns>True when it was gone.</returns>
    public static bool End(LedgerConnection db, RunAccount run, string key) =>
        db.Sql("UPDATE removals SET ended_run = $run WHERE action = $action AND key = $key AND ended_run IS NULL").Execute(run.RunId, run.Action, key) > 0;

    /// <summary>The list shows an item again that this run had found gone.</summary>
    public static void Undo(LedgerConnection db, long item) => db.Sql("DELETE FROM removals WHERE item_id = $item").Execute(item);

    /// <summary>True while the site says that it is gone.</summary>
    public static bool IsCurrent(LedgerConnection db, string action, string key) =>
        db.Sql("SELECT 1 FROM removals WHERE action = $action AND key = $key AND ended_run IS NULL").Scalar(action, key) is not null;
}

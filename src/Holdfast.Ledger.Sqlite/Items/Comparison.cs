using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>What a run compared for one item: the record before the run first touched it, and now.</summary>
/// <remarks>
/// The older side is written once in a run and kept, so that an item fetched twice is counted by its net effect. While an item waits to be
/// fetched again its comparison is not complete.
/// </remarks>
internal static class Comparison
{
    public static ItemState Judge(RecordContent? before, RecordContent after) =>
        !after.Whole ? ItemState.Partial
        : before is null ? ItemState.New
        : before.Value.Equals(after) ? ItemState.Unchanged
        : ItemState.Updated;

    /// <summary>The older side that this run recorded; null when the run has no comparison of the item yet.</summary>
    public static (bool Found, RecordContent? Before) Find(LedgerConnection db, long item)
    {
        using SqliteDataReader reader = db.Sql("SELECT before_hash, before_whole FROM comparisons WHERE item_id = $item").Query(item);
        if (!reader.Read())
        {
            return (false, null);
        }

        return (true, reader.Bytes(0) is { } hash ? new RecordContent(hash, reader.GetBoolean(1)) : null);
    }

    public static void Complete(LedgerConnection db, long item, long runId, RecordContent? before, RecordContent after) => db.Sql(
        """
        INSERT INTO comparisons(item_id, run_id, settled, before_hash, before_whole, after_hash, after_whole)
        VALUES ($item, $run, 1, $bh, $bw, $ah, $aw)
        ON CONFLICT (item_id) DO UPDATE SET settled = 1, after_hash = excluded.after_hash, after_whole = excluded.after_whole
        """).Execute(item, runId, before?.Hash, before is { } b ? (b.Whole ? 1 : 0) : null, after.Hash, after.Whole ? 1 : 0);
}

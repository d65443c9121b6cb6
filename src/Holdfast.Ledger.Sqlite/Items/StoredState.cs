using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>What the planner and the committer need to know of a stored record.</summary>
internal sealed record StoredState(long Id, RecordContent Content, string? Fingerprint)
{
    public bool Whole => Content.Whole;

    public static StoredState? Find(LedgerConnection db, string action, string key)
    {
        using SqliteDataReader reader = db.Sql("SELECT id, hash, whole, fingerprint FROM records WHERE action = $action AND key = $key").Query(action, key);
        return reader.Read() ? new StoredState(reader.GetInt64(0), new(reader.Bytes(1)!, reader.GetBoolean(2)), reader.Text(3)) : null;
    }
}

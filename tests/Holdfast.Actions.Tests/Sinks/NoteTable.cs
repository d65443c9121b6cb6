using Holdfast.Actions.Tests.Sync;
using Microsoft.Data.Sqlite;

namespace Holdfast.Actions.Tests.Sinks;

/// <summary>A table of the tests' own in the ledger's file. It looks in every transaction whether it holds what the ledger would export.</summary>
internal sealed class NoteTable : IRecordSink<SyncPages.Note>
{
    // Rows of either side that the other does not have.
    private const string Difference =
        """
        WITH ours AS (SELECT key, text FROM notes), theirs AS (
            SELECT key, json ->> 'text' AS text FROM records r WHERE action = 'pages'
                AND NOT EXISTS (SELECT 1 FROM removals m WHERE m.action = r.action AND m.key = r.key AND m.ended_run IS NULL))
        SELECT (SELECT count(*) FROM (SELECT * FROM ours EXCEPT SELECT * FROM theirs))
            + (SELECT count(*) FROM (SELECT * FROM theirs EXCEPT SELECT * FROM ours))
        """;

    /// <summary>What it was told, in order.</summary>
    public List<(string Key, RecordChange Change, string Text)> Told { get; } = [];

    /// <summary>How often it was told anything.</summary>
    public int Writes { get; private set; }

    /// <summary>Transactions in which it held anything else than the ledger would export.</summary>
    public int Differences { get; private set; }

    /// <summary>Called when the rows are written, with the ordinal of the write.</summary>
    public Action<int>? Then { get; set; }

    public void Prepare(SqliteConnection connection, SqliteTransaction transaction) =>
        KeptTable.Run(connection, transaction, "CREATE TABLE IF NOT EXISTS notes(key TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT");

    public void Write(IReadOnlyList<SinkRecord<SyncPages.Note>> records, SqliteConnection connection, SqliteTransaction transaction)
    {
        foreach (SinkRecord<SyncPages.Note> record in records)
        {
            Told.Add((record.Key, record.Change, record.Record.Text));
            KeptTable.Run(connection, transaction, record.Change == RecordChange.Removed
                ? $"DELETE FROM notes WHERE key = '{record.Key}'"
                : $"INSERT INTO notes VALUES ('{record.Key}', '{record.Record.Text}') ON CONFLICT (key) DO UPDATE SET text = excluded.text");
        }

        Differences += Differs(connection, transaction) ? 1 : 0;
        Then?.Invoke(++Writes);
    }

    /// <summary>The same, at any other moment.</summary>
    public static void AssertAgrees(string path)
    {
        using SqliteConnection connection = new($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        Assert.False(Differs(connection, null));
    }

    private static bool Differs(SqliteConnection connection, SqliteTransaction? transaction)
    {
        using SqliteCommand command = new(Difference, connection, transaction);
        return (long)command.ExecuteScalar()! > 0;
    }
}

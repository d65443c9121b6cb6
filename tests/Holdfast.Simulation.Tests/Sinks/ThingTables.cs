using Microsoft.Data.Sqlite;

namespace Holdfast.Simulation.Tests;

/// <summary>A table in the ledger's file.</summary>
internal sealed class ThingTables : IRecordSink<string>
{
    public void Prepare(SqliteConnection connection, SqliteTransaction transaction) =>
        Execute(connection, transaction, "CREATE TABLE IF NOT EXISTS things(key TEXT PRIMARY KEY, text TEXT NOT NULL)");

    public void Write(IReadOnlyList<SinkRecord<string>> records, SqliteConnection connection, SqliteTransaction transaction)
    {
        foreach (SinkRecord<string> record in records)
        {
            Execute(
                connection,
                transaction,
                record.Change == RecordChange.Removed
                    ? "DELETE FROM things WHERE key = $key"
                    : "INSERT INTO things VALUES ($key, $text) ON CONFLICT (key) DO UPDATE SET text = excluded.text",
                ("$key", record.Key),
                ("$text", record.Record));
        }
    }

    /// <summary>What is in it, each key with its text.</summary>
    public static IReadOnlyList<string> Read(SqliteConnection connection)
    {
        using SqliteCommand command = new("SELECT key || ' ' || text FROM things", connection);
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string sql, params (string Name, string Value)[] parameters)
    {
#pragma warning disable CA2100 // Constants of this file; values travel as parameters.
        using SqliteCommand command = new(sql, connection, transaction);
#pragma warning restore CA2100
        foreach ((string name, string value) in parameters.Where(parameter => sql.Contains(parameter.Name, StringComparison.Ordinal)))
        {
            _ = command.Parameters.AddWithValue(name, value);
        }

        _ = command.ExecuteNonQuery();
    }
}

using Microsoft.Data.Sqlite;

namespace Holdfast.Actions.Tests.Sinks;

/// <summary>A table of the tests' own in the ledger's file, that a test may make misbehave.</summary>
internal sealed class KeptTable : IRecordSink<Running.Kept>
{
    public delegate void Writing(IReadOnlyList<SinkRecord<Running.Kept>> records, SqliteConnection connection, SqliteTransaction transaction);

    public string Name => "kept-table";

    /// <summary>Every record that it was told, in order.</summary>
    public List<SinkRecord<Running.Kept>> Told { get; } = [];

    public int Batches { get; private set; }

    /// <summary>Called when the rows are written.</summary>
    public Writing? Then { get; set; }

    public void Prepare(SqliteConnection connection, SqliteTransaction transaction) =>
        Run(connection, transaction, "CREATE TABLE IF NOT EXISTS kept(key TEXT PRIMARY KEY, value INTEGER NOT NULL, missing TEXT) STRICT");

    public void Write(IReadOnlyList<SinkRecord<Running.Kept>> records, SqliteConnection connection, SqliteTransaction transaction)
    {
        Batches++;
        foreach (SinkRecord<Running.Kept> record in records)
        {
            Told.Add(record);
            Run(
                connection,
                transaction,
                record.Change == RecordChange.Removed ? $"DELETE FROM kept WHERE key = '{record.Key}'" : $"""
                INSERT INTO kept VALUES ('{record.Key}', {record.Record.Value}, {(record.Missing is { } missing ? $"'{missing}'" : "NULL")})
                ON CONFLICT (key) DO UPDATE SET value = excluded.value, missing = excluded.missing
                """);
        }

        Then?.Invoke(records, connection, transaction);
    }

    public static void Run(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    /// <summary>Every row of ours has its record in the ledger, with the same content, and the other way round; a record that is gone has none.</summary>
    /// <returns>How many there are.</returns>
    public static long AssertAgrees(string path)
    {
        using SqliteConnection connection = new($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            """
            WITH present AS (SELECT * FROM records r WHERE NOT EXISTS (
                SELECT 1 FROM removals m WHERE m.action = r.action AND m.key = r.key AND m.ended_run IS NULL))
            SELECT (SELECT count(*) FROM present), (SELECT count(*) FROM kept), (SELECT count(*) FROM present r JOIN kept k
                ON k.key = r.key AND k.value = r.json ->> 'value' AND k.missing IS r.missing)
            """;
        using SqliteDataReader row = command.ExecuteReader();
        Assert.True(row.Read());
        Assert.Equal((row.GetInt64(0), row.GetInt64(0)), (row.GetInt64(1), row.GetInt64(2)));
        return row.GetInt64(0);
    }

    /// <summary>The same, and there are so many.</summary>
    public static void AssertAgrees(string path, long records) => Assert.Equal(records, AssertAgrees(path));
}

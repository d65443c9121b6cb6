using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>A sink with tables in the ledger's file, as its transactions see it: records are JSON.</summary>
internal abstract class TableWriter(string name) : IRecordWriter
{
    public string Name => name;

    public abstract void Prepare(SqliteConnection connection, SqliteTransaction transaction);

    public abstract void Write(IReadOnlyList<ChangedRecord> records, SqliteConnection connection, SqliteTransaction transaction);
}

/// <summary>The same, with the user's own type of records.</summary>
internal sealed class TableWriter<TRecord>(IRecordSink<TRecord> sink, JsonSerializerOptions json) : TableWriter(sink.Name)
{
    public override void Prepare(SqliteConnection connection, SqliteTransaction transaction) => sink.Prepare(connection, transaction);

    public override void Write(IReadOnlyList<ChangedRecord> records, SqliteConnection connection, SqliteTransaction transaction) => sink.Write(
        [.. records.Select(record => new SinkRecord<TRecord>(
            record.Key, JsonSerializer.Deserialize<TRecord>(record.Json, json)!, record.Change, record.Missing))],
        connection,
        transaction);
}

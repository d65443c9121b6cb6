using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Holdfast.Actions;

/// <summary>A sink in the ledger's file.</summary>
internal abstract record LedgerSink(string Name) : BoundSink(Name)
{
    public abstract void Prepare(SqliteConnection connection, SqliteTransaction transaction);

    public abstract void Write(IReadOnlyList<ChangedRecord> records, SqliteConnection connection, SqliteTransaction transaction);
}

/// <summary>The same, with the user's own type of records.</summary>
internal sealed record LedgerSink<TRecord>(IRecordSink<TRecord> Sink, JsonSerializerOptions Json) : LedgerSink(Sink.Name)
{
    public override void Prepare(SqliteConnection connection, SqliteTransaction transaction) => Sink.Prepare(connection, transaction);

    public override void Write(IReadOnlyList<ChangedRecord> records, SqliteConnection connection, SqliteTransaction transaction) => Sink.Write(
        [.. records.Select(record => new SinkRecord<TRecord>(
            record.Key, JsonSerializer.Deserialize<TRecord>(record.Json, Json)!, record.Change, record.Missing))],
        connection,
        transaction);
}

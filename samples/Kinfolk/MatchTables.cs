using Holdfast.Ledger;
using Holdfast.Ledger.Sqlite;
using Microsoft.Data.Sqlite;

namespace Kinfolk;

/// <summary>Storage of our own: two tables in the ledger's file. A match is in them exactly when <c>export</c> shows it.</summary>
internal sealed class MatchTables : IRecordSink<Match>
{
    public void Prepare(SqliteConnection connection, SqliteTransaction transaction) => Execute(
        connection,
        transaction,
        """
        CREATE TABLE IF NOT EXISTS matches(id TEXT PRIMARY KEY, name TEXT NOT NULL, shared_cm REAL, born INTEGER, place TEXT);
        CREATE TABLE IF NOT EXISTS match_badges(match_id TEXT NOT NULL REFERENCES matches(id), badge TEXT NOT NULL, PRIMARY KEY (match_id, badge));
        """);

    public void Write(IReadOnlyList<SinkRecord<Match>> records, SqliteConnection connection, SqliteTransaction transaction)
    {
        foreach (SinkRecord<Match> record in records)
        {
            Match match = record.Record;
            Execute(connection, transaction, "DELETE FROM match_badges WHERE match_id = $id", ("$id", record.Key));
            if (record.Change == RecordChange.Removed)
            {
                Execute(connection, transaction, "DELETE FROM matches WHERE id = $id", ("$id", record.Key));
                continue;
            }

            Execute(
                connection,
                transaction,
                """
                INSERT INTO matches VALUES ($id, $name, $cm, $born, $place)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, shared_cm = excluded.shared_cm, born = excluded.born, place = excluded.place
                """,
                ("$id", match.Id),
                ("$name", match.Name),
                ("$cm", match.SharedCm),
                ("$born", match.Born),
                ("$place", match.Place));
            foreach (string badge in match.Badges)
            {
                Execute(connection, transaction, "INSERT INTO match_badges VALUES ($id, $badge)", ("$id", match.Id), ("$badge", badge));
            }
        }
    }

    private static void Execute(
        SqliteConnection connection, SqliteTransaction transaction, string sql, params (string Name, object? Value)[] parameters)
    {
#pragma warning disable CA2100 // Constants of this file; values travel as parameters.
        using SqliteCommand command = new(sql, connection, transaction);
#pragma warning restore CA2100
        foreach ((string name, object? value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }
}

using Kinfolk;
using Microsoft.Data.Sqlite;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The sample's tables hold what they were told, and no more. Needs no browser.</summary>
public sealed class MatchTablesTests
{
    [Fact]
    public void Write_NewUpdatedRemovedAndBack_HoldsMatchAndBadgesAsTheyAre()
    {
        using SqliteConnection connection = new("Data Source=:memory:;Foreign Keys=True");
        connection.Open();
        using SqliteTransaction transaction = connection.BeginTransaction();
        MatchTables tables = new();
        tables.Prepare(connection, transaction);

        Write(RecordChange.New, "Ada", "gold", "early");
        Assert.Equal("Ada: early, gold", Read());
        Write(RecordChange.Updated, "Ada L.", "gold");
        Assert.Equal("Ada L.: gold", Read());
        Write(RecordChange.Removed, "Ada L.", "gold");
        Assert.Null(Read());
        Write(RecordChange.New, "Ada", "early");
        Assert.Equal("Ada: early", Read());

        void Write(RecordChange change, string name, params string[] badges) => tables.Write(
            [new SinkRecord<Match>("m1", new Match("m1", name, null, null, null, 0, null, null, null, badges), change, missing: null)],
            connection,
            transaction);

        string? Read()
        {
            using SqliteCommand command = new(
                """
                SELECT name || ': ' || group_concat(badge, ', ' ORDER BY badge) FROM matches JOIN match_badges ON match_id = id GROUP BY id
                UNION ALL SELECT 'a badge of nobody' FROM match_badges WHERE match_id NOT IN (SELECT id FROM matches)
                """,
                connection,
                transaction);
            return command.ExecuteScalar() as string;
        }
    }
}

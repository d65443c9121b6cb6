using System.Globalization;
using System.IO.Compression;
using MediaWiki;
using Microsoft.Data.Sqlite;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What a wiki really holds, past all of its code.</summary>
internal static class WikiDatabase
{
    public const int Articles = 0;
    public const int UserTalk = 3;

    private const string NewestRevisions =
        """
        SELECT page_id, page_namespace, page_title, rev_id, rev_timestamp, actor_name, CAST(old_text AS BLOB), old_flags
        FROM page
        JOIN revision ON rev_id = page_latest
        JOIN actor ON actor_id = rev_actor
        JOIN slots ON slot_revision_id = rev_id
        JOIN slot_roles ON role_id = slot_role_id AND role_name = 'main'
        JOIN content ON content_id = slot_content_id
        JOIN text ON 'tt:' || old_id = content_address
        WHERE page_namespace = $namespace
        """;

    private const string WatchArticles =
        """
        DELETE FROM watchlist WHERE wl_user = (SELECT user_id FROM user WHERE user_name = $user);
        INSERT INTO watchlist(wl_user, wl_namespace, wl_title)
        SELECT user_id, page_namespace, page_title FROM page JOIN user ON user_name = $user WHERE page_namespace = 0
        """;

    /// <summary>A page with its text in bytes.</summary>
    internal sealed record Row(WikiPage Page, byte[] Text);

    /// <summary>The pages of a namespace by number. Titles are without the namespace.</summary>
    public static IReadOnlyDictionary<string, Row> Read(string file, int space = Articles)
    {
        using SqliteConnection connection = Open(file, SqliteOpenMode.ReadOnly);
        ILookup<long, string> categories = ReadCategories(connection);
        Dictionary<string, Row> pages = [];
        using SqliteCommand command = new(NewestRevisions, connection);
        command.Parameters.AddWithValue("$namespace", space);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            long id = reader.GetInt64(0);
            DateTimeOffset saved = DateTimeOffset.ParseExact(
                reader.GetString(4), "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            WikiPage page = new(
                id, reader.GetInt32(1), Title(reader.GetString(2)), reader.GetInt64(3), saved, reader.GetString(5), Text: null,
                [.. categories[id].Order(StringComparer.Ordinal)]);
            pages.Add($"{id}", new Row(page, Inflate((byte[])reader.GetValue(6), reader.GetString(7).Split(','))));
        }

        return pages;
    }

    /// <summary>A user watches every article that there is, and nothing else: what he writes on is watched as well.</summary>
    public static void Watch(string file, string user)
    {
        using SqliteConnection connection = Open(file, SqliteOpenMode.ReadWrite);
        using SqliteCommand command = new(WatchArticles, connection);
        command.Parameters.AddWithValue("$user", user);
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static ILookup<long, string> ReadCategories(SqliteConnection connection)
    {
        List<(long Page, string Title)> links = [];
        using SqliteCommand command = new("SELECT cl_from, cl_to FROM categorylinks", connection);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            links.Add((reader.GetInt64(0), $"Category:{Title(reader.GetString(1))}"));
        }

        return links.ToLookup(link => link.Page, link => link.Title);
    }

    private static string Title(string stored) => stored.Replace('_', ' ');

    private static byte[] Inflate(byte[] stored, string[] flags)
    {
        if (!flags.Contains("gzip"))
        {
            return stored;
        }

        using DeflateStream packed = new(new MemoryStream(stored), CompressionMode.Decompress);
        using MemoryStream text = new();
        packed.CopyTo(text);
        return text.ToArray();
    }
}

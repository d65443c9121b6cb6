using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Holdfast.Benchmarks;

/// <summary>The rows that the ledger keeps of new records, written with prepared statements and nothing else: no fence, no comparison, no hash.</summary>
internal sealed class BareRows : IDisposable
{
    private static readonly byte[] s_hash = new byte[16];

    private readonly SqliteConnection _db;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _page;
    private readonly SqliteCommand _listing;
    private readonly SqliteCommand _item;
    private readonly SqliteCommand _record;
    private readonly SqliteCommand _comparison;
    private readonly SqliteCommand _settle;
    private readonly Dictionary<string, long> _ids = [];
    private long _pages;

    /// <param name="path">A ledger whose first run has a leg.</param>
    public BareRows(string path)
    {
        _db = new SqliteConnection($"Data Source={path};Pooling=False");
        _db.Open();

        // The ledger's own settings.
        foreach (string pragma in (string[])
            [
                "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "wal_autocheckpoint = 16384", "journal_size_limit = 67108864",
                "cache_size = -16384",
            ])
        {
            using SqliteCommand set = Command($"PRAGMA {pragma}");
            set.ExecuteNonQuery();
        }

        _begin = Command("BEGIN IMMEDIATE");
        _commit = Command("COMMIT");
        _page = Command("INSERT INTO pages VALUES (NULL, 1, $a, 1, $b, $c, $d, $e, 1, 0, 1, $f) RETURNING id", 6);
        _listing = Command("INSERT INTO listings VALUES ($a, $b, 1, $c, 'v1')", 3);
        _item = Command("INSERT INTO items VALUES (NULL, 1, $a, 'v1', $b, 'pending', 0, 1, 0, 1, $c) RETURNING id", 3);
        _record = Command("INSERT INTO records VALUES (NULL, 'samples', $a, $b, $c, 1, NULL, 'v1', 1, 1, 1, $d)", 4);
        _comparison = Command("INSERT INTO comparisons VALUES ($a, 1, 1, NULL, NULL, $b, 1)", 2);
        _settle = Command("UPDATE items SET state = 'new', attempts = attempts + 1, epoch = 1, session = 0, generation = 1, changed_at = $a WHERE id = $b", 2);
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public void WritePage(string? cursor, string? next, int total, IReadOnlyList<(string Key, string Payload)> entries)
    {
        _begin.ExecuteNonQuery();
        _ids.Clear();
        object page = Bind(_page, ++_pages, cursor, next, total, entries.Count, Now).ExecuteScalar()!;
        for (int position = 0; position < entries.Count; position++)
        {
            (string key, string payload) = entries[position];
            Bind(_listing, page, position, key).ExecuteNonQuery();
            _ids[key] = (long)Bind(_item, key, payload, Now).ExecuteScalar()!;
        }

        _commit.ExecuteNonQuery();
    }

    public void WriteBatch(IReadOnlyList<(string Key, string Json)> records)
    {
        _begin.ExecuteNonQuery();
        foreach ((string key, string json) in records)
        {
            Bind(_record, key, json, s_hash, Now).ExecuteNonQuery();
            Bind(_comparison, _ids[key], s_hash).ExecuteNonQuery();
            Bind(_settle, Now, _ids[key]).ExecuteNonQuery();
        }

        _commit.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _page.Dispose();
        _listing.Dispose();
        _item.Dispose();
        _record.Dispose();
        _comparison.Dispose();
        _settle.Dispose();
        _db.Dispose();
    }

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The statements are those above.")]
    private SqliteCommand Command(string sql, int parameters = 0)
    {
        SqliteCommand command = _db.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${(char)('a' + i)}" });
        }

        return command;
    }

    private static SqliteCommand Bind(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}

using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Looks for rows of a run that contradict each other. Reads only; compares rows with rows, never with a counter.</summary>
internal sealed class LedgerCheck(LedgerConnection db, long runId)
{
    // What is read once, in its order, needs no cache. And a query may sort in as much memory as the cache may have,
    // beside it: https://sqlite.org/tempfiles.html
    private const long SmallCache = -2048;

    private readonly List<LedgerMismatch> _found = [];

    public IReadOnlyList<LedgerMismatch> Run()
    {
        if (db.Sql("SELECT 1 FROM runs WHERE id = $run").Scalar(runId) is null)
        {
            throw new ArgumentException($"There is no run {runId} in '{db.Path}'.", nameof(runId));
        }
        // What counts is what the files hold, not what this connection remembers of them.
        using (Statement forget = new(db.Sqlite, "PRAGMA shrink_memory"))
        {
            forget.Execute();
        }

        if (LedgerFile.QuickCheck(db.Sqlite) is { } damage)
        {
            db.LeaveAsItIs();
            Add("file structure", null, "ok", damage);
        }

        CheckSchema();
        db.Sqlite.CreateFunction<string?, byte[]?>("holdfast_hash", HashOrNull, isDeterministic: true);
        long cache = (long)db.Sql("PRAGMA cache_size").Scalar()!;
        SetCache(SmallCache);
        try
        {
            foreach ((string what, string sql) in (IEnumerable<(string, string)>)[.. LedgerCheckQueries.All, .. EffectCheckQueries.All])
            {
                Ask(sql, what);
            }

            Ask(LedgerCheckQueries.OfRecords, null);
            return _found;
        }
        finally
        {
            SetCache(cache);
        }
    }

    /// <param name="sql">Gives key, expected and found, and what it is where that is not given.</param>
    /// <param name="what">What a row of it means; null for what its fourth column says.</param>
    private void Ask(string sql, string? what)
    {
        using Statement statement = new(db.Sqlite, sql);
        using SqliteDataReader reader = statement.Query(runId);
        while (reader.Read())
        {
            Add(what ?? reader.GetString(3), reader.Text(0), reader.Text(1) ?? "", reader.Text(2) ?? "");
        }
    }

    /// <param name="size">In pages; below zero, in KiB.</param>
    private void SetCache(long size)
    {
        using Statement statement = new(db.Sqlite, $"PRAGMA cache_size = {size}");
        statement.Execute();
    }

    private static byte[]? HashOrNull(string? json)
    {
        try
        {
            return json is null ? null : CanonicalJson.Hash(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A dropped index is a dropped promise: without it, rows can be doubled.</summary>
    private void CheckSchema()
    {
        HashSet<string> present = new(StringComparer.Ordinal);
        using (SqliteDataReader reader = db.Sql(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL UNION ALL SELECT sql FROM sqlite_temp_schema WHERE sql IS NOT NULL").Query())
        {
            while (reader.Read())
            {
                present.Add(reader.GetString(0));
            }
        }

        long version = (long)db.Sql("PRAGMA user_version").Scalar()!;
        foreach (string statement in LedgerSchema.StatementsOf(version).Where(s => !present.Contains(s)))
        {
            Add("table or index as created", null, statement, "missing or altered");
        }
    }

    private void Add(string what, string? key, string expected, string found) => _found.Add(new LedgerMismatch(what, key, expected, found));
}

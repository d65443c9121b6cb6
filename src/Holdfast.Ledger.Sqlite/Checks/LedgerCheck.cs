using System.Text.Json;

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
        using (var forget = new Statement(db.Sqlite, "PRAGMA shrink_memory"))
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
        var cache = (long)db.Sql("PRAGMA cache_size").Scalar()!;
        SetCache(SmallCache);
        try
        {
            foreach (var (what, sql) in (IEnumerable<(string, string)>)[.. LedgerCheckQueries.All, .. EffectCheckQueries.All])
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
        using var statement = new Statement(db.Sqlite, sql);
        using var reader = statement.Query(runId);
        while (reader.Read())
        {
            Add(what ?? reader.GetString(3), reader.Text(0), reader.Text(1) ?? "", reader.Text(2) ?? "");
        }
    }

    /// <param name="size">In pages; below zero, in KiB.</param>
    private void SetCache(long size)
    {
        using var statement = new Statement(db.Sqlite, $"PRAGMA cache_size = {size}");
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
        var present = new HashSet<string>(StringComparer.Ordinal);
        using (var reader = db.Sql(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL UNION ALL SELECT sql FROM sqlite_temp_schema WHERE sql IS NOT NULL").Query())
        {
            while (reader.Read())
            {
                present.Add(reader.GetString(0));
            }
        }
        var version = (long)db.Sql("PRAGMA user_version").Scalar()!;
        foreach (var statement in LedgerSchema.StatementsOf(version).Where(s => !present.Contains(s)))
        {
            Add("table or index as created", null, statement, "missing or altered");
        }
    }

    private void Add(string what, string? key, string expected, string found) => _found.Add(new LedgerMismatch(what, key, expected, found));
}

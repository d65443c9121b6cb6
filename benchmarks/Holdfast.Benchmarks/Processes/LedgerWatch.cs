using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Holdfast.Benchmarks;

/// <summary>Looks at a ledger from outside while a job writes it: what can be seen here is committed.</summary>
internal sealed class LedgerWatch(Work work) : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(1);

    private SqliteConnection? _db;

    /// <summary>Waits until so many items have a record.</summary>
    public Task SavedAsync(int items) =>
        SeenAsync("SELECT count(*) >= $n FROM (SELECT 1 FROM items WHERE run_id = 1 AND state = 'new' LIMIT $n)", items);

    /// <summary>Waits until a batch of this generation or a later one is committed.</summary>
    public Task CommittedAsync(int generation) => SeenAsync(
        // The newest items are enough, and an index serves them.
        "SELECT max(generation) >= $n FROM (SELECT generation FROM items WHERE run_id = 1 AND state = 'new' ORDER BY id DESC LIMIT 400)",
        generation);

    public void Dispose() => _db?.Dispose();

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The questions are the two above.")]
    private async Task SeenAsync(string question, long number)
    {
        using PeriodicTimer timer = new(s_look);
        while (!File.Exists(work.Database))
        {
            work.ThrowIfEnded();
            await timer.WaitForNextTickAsync();
        }

        if (_db is null)
        {
            _db = new SqliteConnection($"Data Source={work.Database};Mode=ReadOnly;Pooling=False");
            await _db.OpenAsync();
        }

        using SqliteCommand ask = _db.CreateCommand();
        ask.CommandText = question;
        ask.Parameters.AddWithValue("$n", number);
        while (await ask.ExecuteScalarAsync() is not 1L)
        {
            work.ThrowIfEnded();
            await timer.WaitForNextTickAsync();
        }
    }
}

using System.Text;
using System.Text.Json;
using Holdfast.Actions;
using MediaWiki;
using Microsoft.Data.Sqlite;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The sample at work on a wiki, and what its ledger says.</summary>
internal static class WikiJob
{
    private const string Action = "gather-pages";

    public static Job Start(JobFolder folder, WikiSite wiki) => Job.Start(
        folder,
        ["run", "--url", wiki.Url, "--user", WikiSite.User, "--ledger", folder.Ledger],
        new Dictionary<string, string> { ["WIKI_PASSWORD"] = WikiSite.Password },
        typeof(WikiPage).Assembly);

    /// <summary>Waits until so many pages are committed and so many deaths are recovered from.</summary>
    /// <returns>How many pages are committed.</returns>
    public static async Task<long> CommittedAsync(JobFolder folder, Job job, long pages, int recoveries)
    {
        using CancellationTokenSource deadline = new(Job.Deadline);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(2));
        while (true)
        {
            (long committed, long recovered) = Read(folder);
            if (committed >= pages && recovered >= recoveries)
            {
                return committed;
            }

            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{committed} pages were committed, and {recovered} deaths recovered from. The job printed:\n{job.Output}");
            }
        }
    }

    public static (long Committed, long Recovered) Read(JobFolder folder)
    {
        if (!File.Exists(folder.Ledger))
        {
            return default;
        }

        try
        {
            using SqliteConnection connection = new(new SqliteConnectionStringBuilder
            {
                DataSource = folder.Ledger,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString());
            connection.Open();
            using SqliteCommand command = new(
                "SELECT (SELECT count(*) FROM items WHERE state <> 'pending'), (SELECT count(*) FROM incidents WHERE outcome = 'Recovered')", connection);
            using SqliteDataReader reader = command.ExecuteReader();
            reader.Read();
            return (reader.GetInt64(0), reader.GetInt64(1));
        }
        catch (SqliteException)
        {
            // The tables are being made.
            return default;
        }
    }

    /// <summary>The newest run is finished without a gap, its account adds up, and each page of the wiki is there once, as the wiki's
    /// database has it.</summary>
    public static RunSummary Complete(JobFolder folder, IReadOnlyDictionary<string, WikiDatabase.Row> expected)
    {
        using Ledger ledger = Ledger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System);
        RunSummary summary = ledger.ReadSummary(ledger.ReadRuns(Action)[0].RunId);
        Assert.Empty(ledger.Check(summary.Run.RunId));
        Assert.Equal(expected.Count, summary.Seen);
        Assert.Equal(0, summary.Missing);
        Assert.True(summary.AddsUp);
        StoredRecord[] stored = [.. ledger.ReadRecords(Action)];
        Assert.Equal(expected.Keys.Order(), stored.Select(record => record.Key).Order());
        foreach (StoredRecord record in stored)
        {
            WikiDatabase.Row row = expected[record.Key];
            WikiPage page = JsonSerializer.Deserialize<WikiPage>(record.Json, JsonSerializerOptions.Web)!;
            Assert.Equal(row.Page, page with { Text = null, Categories = row.Page.Categories });
            Assert.Equal(row.Page.Categories, page.Categories);
            Assert.True(row.Text.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(page.Text!)), $"the text of '{page.Title}' differs");
        }

        return summary;
    }

    /// <summary>The incidents of the newest run, the first one first.</summary>
    public static IReadOnlyList<IncidentRow> Incidents(JobFolder folder)
    {
        using Ledger ledger = Ledger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System);
        return [.. ledger.ReadIncidents(ledger.ReadRuns(Action)[0].RunId).Select(stored => stored.Incident).OrderBy(incident => incident.Generation.Number)];
    }
}

using System.Text;
using System.Text.Json;
using MediaWiki;
using Microsoft.Data.Sqlite;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The sample at work on a wiki, and what its ledger says.</summary>
internal static class WikiJob
{
    /// <summary>Starts <c>run</c>.</summary>
    /// <param name="folder">Where the job keeps everything.</param>
    /// <param name="wiki">The wiki.</param>
    /// <param name="command">What comes before <c>run</c>: nothing for the gather.</param>
    /// <param name="more">More of the command line.</param>
    /// <param name="environment">More of the environment.</param>
    public static Job Start(
        JobFolder folder, WikiSite wiki, string? command = null, string[]? more = null, IReadOnlyDictionary<string, string>? environment = null) =>
        Job.Start(
            folder,
            [
                .. command is null ? (string[])[] : [command],
                "run", "--url", wiki.Url, "--user", WikiSite.User, "--ledger", folder.Ledger, .. more ?? [],
            ],
            new Dictionary<string, string>(environment ?? new Dictionary<string, string>()) { ["WIKI_PASSWORD"] = WikiSite.Password },
            typeof(WikiPage).Assembly);

    /// <summary>Runs to the end, which must be a complete one.</summary>
    /// <returns>What was printed.</returns>
    public static async Task<string> RunAsync(JobFolder folder, WikiSite wiki, string? command = null)
    {
        await using Job job = Start(folder, wiki, command);
        int code = await job.EndAsync();
        Assert.True(code == 0, job.Output);
        return job.Output;
    }

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
        RunSummary summary = Finished(folder, expected);
        Assert.Equal(expected.Count, summary.Seen);
        return summary;
    }

    /// <summary>As <see cref="Complete"/>, but the newest run need not have seen every page.</summary>
    public static RunSummary Finished(JobFolder folder, IReadOnlyDictionary<string, WikiDatabase.Row> expected)
    {
        using RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System);
        RunInfo run = ledger.ReadRuns()[0];
        RunSummary summary = ledger.ReadSummary(run.RunId);
        Assert.Empty(ledger.Check(run.RunId));
        Assert.Equal(0, summary.Missing);
        Assert.True(summary.AddsUp);
        StoredRecord[] stored = [.. ledger.ReadRecords(run.Action)];
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
    public static IReadOnlyList<Incident> Incidents(JobFolder folder)
    {
        using RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System);
        return [.. ledger.ReadIncidents(ledger.ReadRuns()[0].RunId).Select(stored => stored.Incident).OrderBy(incident => incident.Generation)];
    }
}

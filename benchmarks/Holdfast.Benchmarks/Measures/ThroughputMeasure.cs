using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Kinfolk.Site;
using Microsoft.Data.Sqlite;

namespace Holdfast.Benchmarks;

/// <summary>The mission's own size, against the loop written by hand.</summary>
internal sealed class ThroughputMeasure(int delayMs) : IMeasure
{
    private const int Pages = 796;
    private const int Records = Pages * 20;

    // A list page, its badges, and details and profile of each match.
    private const int Calls = Pages * 2 + Records * 2;
    private const int Pairs = 3;
    private const string Ours = "SELECT (SELECT max(changed_at) FROM items) - (SELECT min(planned_at) FROM pages), (SELECT count(*) FROM records)";
    private const string Theirs = "SELECT (SELECT max(saved_at) FROM records) - (SELECT min(read_at) FROM pages), (SELECT count(*) FROM records)";

    public string Name => string.Create(CultureInfo.InvariantCulture, $"throughput-{delayMs}ms");

    public string What => string.Create(
        CultureInfo.InvariantCulture,
        $"796 pages of 20 with {delayMs} ms service delay: Holdfast's records per second over those of the loop written by hand, from the first page to "
        + $"the last commit. {Pairs} pairs, each a process of its own, in changing order. 'Whole' is the process from start to end, "
        + $"launch and login included.");

    public async Task<IReadOnlyList<Metric>> RunAsync()
    {
        await using SiteProcess site = await SiteProcess.StartAsync("--delay-ms", delayMs.ToString(CultureInfo.InvariantCulture));

        // The site's own code is compiled before anybody is measured.
        _ = await RunAsync(folder => Work.ByHand(folder, site.Url, maxPages: 40), Theirs, 800);
        List<Run> ours = [];
        List<Run> theirs = [];
        for (int i = 0; i < Pairs; i++)
        {
            bool oursFirst = i % 2 == 0;
            if (oursFirst)
            {
                ours.Add(await RunAsync(folder => Work.Gather(folder, site.Url), Ours, Records));
            }

            theirs.Add(await RunAsync(folder => Work.ByHand(folder, site.Url), Theirs, Records));
            if (!oursFirst)
            {
                ours.Add(await RunAsync(folder => Work.Gather(folder, site.Url), Ours, Records));
            }
        }

        return
        [
            Metric.Of("ratio", "", ours.Zip(theirs, (our, their) => their.GatherSeconds / our.GatherSeconds)),
            Metric.Of("ratio, whole", "", ours.Zip(theirs, (our, their) => their.WholeSeconds / our.WholeSeconds)),
            Metric.Of("Holdfast", "records/s", ours.Select(run => Records / run.GatherSeconds)),
            Metric.Of("by hand", "records/s", theirs.Select(run => Records / run.GatherSeconds)),
            Metric.Of("Holdfast, processor time", "s", ours.Select(run => run.CpuSeconds)),
            Metric.Of("by hand, processor time", "s", theirs.Select(run => run.CpuSeconds)),
            Metric.Of("ratio, processor time", "", ours.Zip(theirs, (our, their) => our.CpuSeconds / their.CpuSeconds)),
            Metric.Of("extra processor time", "us/call", ours.Zip(theirs, (our, their) => (our.CpuSeconds - their.CpuSeconds) / Calls * 1e6)),
            Metric.Of("Holdfast, whole", "s", ours.Select(run => run.WholeSeconds)),
            Metric.Of("by hand, whole", "s", theirs.Select(run => run.WholeSeconds)),
        ];
    }

    private static async Task<Run> RunAsync(Func<string, Work> begin, string question, int records)
    {
        string folder = Work.NewFolder();
        try
        {
            await using Work work = begin(folder);
            double whole = await work.EndAsync();
            return new Run(whole, GatherSeconds(work.Database, question, records), work.CpuSeconds);
        }
        finally
        {
            Work.Remove(folder);
        }
    }

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The questions are the two above.")]
    private static double GatherSeconds(string database, string question, int records)
    {
        using SqliteConnection db = new($"Data Source={database};Mode=ReadOnly;Pooling=False");
        db.Open();
        using SqliteCommand ask = db.CreateCommand();
        ask.CommandText = question;
        using SqliteDataReader answer = ask.ExecuteReader();
        answer.Read();
        return answer.GetInt64(1) == records
            ? answer.GetInt64(0) / 1000.0
            : throw new InvalidOperationException($"{answer.GetInt64(1)} of {records} records.");
    }

    private sealed record Run(double WholeSeconds, double GatherSeconds, double CpuSeconds);
}

using System.Globalization;
using Holdfast.Benchmarks;
using Kinfolk.Site;

const string Usage =
    """
    usage: run FOLDER [NAME...]      measure, write FOLDER/results and FOLDER/README.md
           check FOLDER [--measure]  hold FOLDER/results against the goals; with --measure, new ones
    """;

return args switch
{
    ["run", var folder, .. var names] => await RunAsync(folder, names),
    ["check", var folder] => await CheckAsync(Path.Combine(folder, "results")),
    ["check", _, "--measure"] => await MeasureAndCheckAsync(),
    ["scale", "whole", var count, var folder] => await SayAsync(ScaleJob.WholeAsync(folder, Number(count))),
    ["scale", "begin", var count, var folder] => await SayAsync(ScaleJob.BeginAsync(folder, Number(count))),
    ["scale", "resume", var count, var folder] => await SayAsync(ScaleJob.ResumeAsync(folder, Number(count))),
    ["ledger", "ours", var count, var folder] => await SayAsync(Task.FromResult(LedgerJob.Ours(folder, Number(count)))),
    ["ledger", "bare", var count, var folder] => await SayAsync(Task.FromResult(LedgerJob.Bare(folder, Number(count)))),
    ["by-hand", var url, var database, var pages] => await GatherByHandAsync(url, database, pages),
    _ => Fail(Usage),
};

static IReadOnlyList<IMeasure> AllMeasures() =>
[
    new AskingMeasure(), new GuardMeasure(), new StateMeasure(), new IdleMeasure(), new DetectionMeasure(), new RecoveryMeasure(), new RestartMeasure(),
    new ThroughputMeasure(delayMs: 0), new ThroughputMeasure(delayMs: 5), new LedgerMeasure(), new ScaleMeasure(),
];

static async Task<int> RunAsync(string folder, string[] names)
{
    IMeasure[] chosen = [.. AllMeasures().Where(measure => names.Length == 0 || names.Contains(measure.Name))];
    if (chosen.Length < names.Length)
    {
        return Fail($"The names are: {string.Join(' ', AllMeasures().Select(measure => measure.Name))}");
    }

    string results = Path.Combine(folder, "results");
    await MeasureAsync(chosen, results);
    Report report = await Report.ReadAsync(results);
    await File.WriteAllTextAsync(Path.Combine(folder, "README.md"), report.ToMarkdown());
    return 0;
}

static async Task<int> MeasureAndCheckAsync()
{
    string results = Work.NewFolder();
    try
    {
        await MeasureAsync(AllMeasures(), results);
        return await CheckAsync(results);
    }
    finally
    {
        Directory.Delete(results, recursive: true);
    }
}

static async Task MeasureAsync(IEnumerable<IMeasure> measures, string results)
{
    foreach (IMeasure measure in measures)
    {
        Console.WriteLine($"{measure.Name}: measuring");
        Machine machine = Machine.Current();
        Result result = new(measure.Name, measure.What, TimeProvider.System.GetUtcNow(), machine, await measure.RunAsync());
        await result.WriteAsync(results);
        foreach (Metric metric in result.Metrics)
        {
            Console.WriteLine($"  {metric.Name}: {metric.MedianText} ({metric.RangeText}, n = {metric.N})");
        }
    }
}

static async Task<int> CheckAsync(string results)
{
    Report report = await Report.ReadAsync(results);
    foreach (string line in report.Missed)
    {
        Console.WriteLine(line);
    }

    Console.WriteLine($"{Goals.All.Count - report.Missed.Count} of {Goals.All.Count} goals met.");
    return report.Missed.Count == 0 ? 0 : 1;
}

static async Task<int> GatherByHandAsync(string url, string database, string pages)
{
    SiteOptions member = new();
    await new HandWrittenGather(
        new Uri(url), member.Username, member.Password, database, Number(pages)).RunAsync();
    return 0;
}

static async Task<int> SayAsync(Task<string> measured)
{
    Console.WriteLine(await measured);
    return 0;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 2;
}

using System.Globalization;
using System.Text;

namespace Holdfast.Benchmarks;

/// <summary>The results against the goals, and all of it for people.</summary>
internal sealed class Report(IReadOnlyDictionary<string, Result> results)
{
    /// <summary>Each goal that is missed, or was never measured, in one line.</summary>
    public IReadOnlyList<string> Missed =>
        [.. Goals.All.Select(goal => (Goal: goal, Metric: Find(goal)))
            .Where(row => row.Metric is null || !row.Goal.IsMetBy(row.Metric))
            .Select(row => row.Metric is null
                ? $"not measured: {row.Goal}"
                : $"missed: {row.Goal} {row.Metric.Unit}, median {row.Metric.MedianText} ({row.Metric.RangeText}, n = {row.Metric.N})")];

    public static async Task<Report> ReadAsync(string folder)
    {
        Dictionary<string, Result> results = [];
        foreach (string measure in Goals.All.Select(goal => goal.Measure).Distinct())
        {
            if (await Result.ReadAsync(folder, measure) is { } result)
            {
                results.Add(measure, result);
            }
        }

        return new Report(results);
    }

    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.Append(
            """
            # Benchmarks

            `benchmarks/run` measures everything and writes `results/*.json` and this file; `benchmarks/run NAME...` measures only what is named.
            `benchmarks/check` holds the committed results against the goals in `Holdfast.Benchmarks/Goals.cs` and fails with the name of each goal
            that is missed; `benchmarks/check --measure` measures first, into a folder of its own. The raw samples are in the JSON files.

            ## Goals

            | What | Goal | Median | Range | n | |
            |---|---|---|---|---|---|

            """);
        foreach (Goal goal in Goals.All)
        {
            string value = goal.Value.ToString(CultureInfo.InvariantCulture);
            text.AppendLine(Find(goal) is { } metric
                ? $"| {goal.Text} | {$"{goal.Sign} {value} {metric.Unit}".TrimEnd()} | {metric.MedianText} | {metric.RangeText} | {metric.N} | "
                    + $"{(goal.IsMetBy(metric) ? "met" : "**missed**")} |"
                : $"| {goal.Text} | {goal.Sign} {value} | | | | not measured |");
        }

        text.Append(
            """

            The goal for throughput is held against a site that takes 5 ms to answer, as sites do or longer. Against one that takes none the ratio is far
            below it, see `throughput-0ms`: nothing is waited for there, so that it compares processor time, and the loop written by hand keeps no
            account of its items. What a call may cost is the goal there.

            """);
        foreach (Result result in results.Values)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {result.Measure}").AppendLine()
                .AppendLine(result.What).AppendLine()
                .AppendLine("| | Median | Range | n |").AppendLine("|---|---|---|---|");
            foreach (Metric metric in result.Metrics)
            {
                text.AppendLine($"| {metric.Name} | {metric.MedianText} | {metric.RangeText} | {metric.N} |");
            }

            Machine machine = result.Machine;
            text.AppendLine().AppendLine(
                CultureInfo.InvariantCulture,
                $"{result.Date:yyyy-MM-dd}, {machine.Processor}, {machine.Cores} cores, {machine.MemoryGiB:0.#} GiB, {machine.System}, "
                + $"{machine.Runtime}, {machine.Browser}; load before: {machine.Load:0.#}.");
        }

        return text.ToString();
    }

    private Metric? Find(Goal goal) => results.GetValueOrDefault(goal.Measure)?.Find(goal.Metric);
}

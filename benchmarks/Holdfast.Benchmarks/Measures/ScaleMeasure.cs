using System.Globalization;

namespace Holdfast.Benchmarks;

/// <summary>What an item costs as there are more of them, and what a start costs as more is done.</summary>
internal sealed class ScaleMeasure : IMeasure
{
    private const int Small = 10_000;
    private const int Large = 1_000_000;
    private const int Rounds = 5;
    private const int SmallRuns = 5;
    private const int Starts = 5;

    public string Name => "scale";

    public string What =>
        "The real runner with its default settings over a scripted session, and an action that waits for nothing: all that is measured is the runner's and "
        + $"the ledger's. Each run is a process of its own, warmed up by a small one. In each of {Rounds} rounds, {Small} items are gathered {SmallRuns} times "
        + $"before and {SmallRuns} times after {Large}; the ratio is the time per item against the median of those. The ledger is kept in memory (/dev/shm), "
        + "so that waiting for a disk does not even it out. Memory is the largest resident size of the process. For the starts, a run is stopped with so many "
        + "items done and gone on with again and again; each is measured until the first item is fetched.";

    public async Task<IReadOnlyList<Metric>> RunAsync()
    {
        Dictionary<int, List<(double Seconds, double Bytes)>> whole = [];
        List<double> ratios = [];
        List<double> growth = [];
        for (int round = 0; round < Rounds; round++)
        {
            _ = await WholeAsync(whole, 1_000);
            _ = await WholeAsync(whole, 100_000);
            await SmallAsync(whole);
            (double Seconds, double Bytes) large = await WholeAsync(whole, Large);
            await SmallAsync(whole);
            (double Seconds, double Bytes)[] small = [.. whole[Small].TakeLast(2 * SmallRuns)];
            ratios.Add(large.Seconds / Large / (Metric.MedianOf(small.Select(run => run.Seconds)) / Small));
            growth.Add(Megabytes(large.Bytes - Metric.MedianOf(small.Select(run => run.Bytes))));
        }

        (List<double> few, List<double> many) = await StartsAsync();
        return
        [
            Metric.Of("time per item, against 10,000", "", ratios),
            Metric.Of("memory, more than for 10,000", "MB", growth),
            Metric.Of("start, against 10,000 done", "", many.Zip(few, (with, without) => with / without)),
            .. whole.OrderBy(size => size.Key).SelectMany(size => (Metric[])
            [
                Metric.Of($"{Number(size.Key)} items, time per item", "us", size.Value.Select(run => run.Seconds / size.Key * 1e6)),
                Metric.Of($"{Number(size.Key)} items, memory", "MB", size.Value.Select(run => Megabytes(run.Bytes))),
            ]),
            Metric.Of($"start with {Number(Small)} items done", "ms", few),
            Metric.Of($"start with {Number(Large)} items done", "ms", many),
        ];
    }

    private static async Task SmallAsync(Dictionary<int, List<(double Seconds, double Bytes)>> all)
    {
        for (int i = 0; i < SmallRuns; i++)
        {
            _ = await WholeAsync(all, Small);
        }
    }

    private static async Task<(double Seconds, double Bytes)> WholeAsync(
        Dictionary<int, List<(double Seconds, double Bytes)>> all, int count)
    {
        IReadOnlyList<double> said = await Child.InFolderAsync(Work.NewFolderInMemory(), "scale", "whole", Text(count));
        if (!all.TryGetValue(count, out List<(double Seconds, double Bytes)>? runs))
        {
            all.Add(count, runs = []);
        }

        runs.Add((said[0], said[1]));
        return runs[^1];
    }

    private static async Task<(List<double> Few, List<double> Many)> StartsAsync()
    {
        string small = Work.NewFolderInMemory();
        string large = Work.NewFolderInMemory();
        try
        {
            _ = await Child.RunAsync("scale", "begin", Text(Small), small);
            _ = await Child.RunAsync("scale", "begin", Text(Large), large);
            List<double> few = [];
            List<double> many = [];
            for (int i = 0; i < Starts; i++)
            {
                few.Add((await Child.RunAsync("scale", "resume", Text(Small), small))[0]);
                many.Add((await Child.RunAsync("scale", "resume", Text(Large), large))[0]);
            }

            return (few, many);
        }
        finally
        {
            Directory.Delete(small, recursive: true);
            Directory.Delete(large, recursive: true);
        }
    }

    private static double Megabytes(double bytes) => bytes / 1e6;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

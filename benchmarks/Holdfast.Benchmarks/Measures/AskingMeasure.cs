namespace Holdfast.Benchmarks;

internal sealed class AskingMeasure : IMeasure
{
    private const int Rounds = 5;

    public string Name => "asking";

    public string What => $"BenchmarkDotNet, loop overhead subtracted; each sample is the median of 15 iterations, {Rounds} rounds.";

    public Task<IReadOnlyList<Metric>> RunAsync()
    {
        IReadOnlyDictionary<string, (double Nanoseconds, long Bytes)>[] rounds =
            [.. Enumerable.Range(0, Rounds).Select(_ => MicroBenchmarks.Run<AskingBenchmarks>())];
        return Task.FromResult<IReadOnlyList<Metric>>([.. rounds[0].Keys.SelectMany(method => new[]
        {
            Metric.Of(method, "ns", rounds.Select(round => round[method].Nanoseconds)),
            Metric.Of(method + " allocated", "B", rounds.Select(round => (double)round[method].Bytes)),
        })]);
    }
}

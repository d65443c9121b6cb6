namespace Holdfast.Benchmarks;

internal sealed class GuardMeasure : IMeasure
{
    private const int Rounds = 5;

    public string Name => "guard";

    public string What =>
        $"BenchmarkDotNet, {Rounds} rounds; each ratio is Holdfast's median over Polly's in the same round. 'Later' yields once to the thread pool.";

    public Task<IReadOnlyList<Metric>> RunAsync()
    {
        IReadOnlyDictionary<string, (double Nanoseconds, long Bytes)>[] rounds =
            [.. Enumerable.Range(0, Rounds).Select(_ => MicroBenchmarks.Run<GuardBenchmarks>())];
        return Task.FromResult<IReadOnlyList<Metric>>(
        [
            Ratio("ratio, answer at once", nameof(GuardBenchmarks.HoldfastAtOnce), nameof(GuardBenchmarks.PollyAtOnce)),
            Ratio("ratio, answer later", nameof(GuardBenchmarks.HoldfastLater), nameof(GuardBenchmarks.PollyLater)),
            .. rounds[0].Keys.SelectMany(method => new[]
            {
                Metric.Of(method, "ns", rounds.Select(round => round[method].Nanoseconds)),
                Metric.Of(method + " allocated", "B", rounds.Select(round => (double)round[method].Bytes)),
            }),
        ]);

        Metric Ratio(string name, string ours, string theirs) =>
            Metric.Of(name, "", rounds.Select(round => round[ours].Nanoseconds / round[theirs].Nanoseconds));
    }
}

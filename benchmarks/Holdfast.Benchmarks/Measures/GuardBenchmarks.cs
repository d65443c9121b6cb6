using BenchmarkDotNet.Attributes;
using Polly;
using Polly.CircuitBreaker;

namespace Holdfast.Benchmarks;

/// <summary>The same call through a lease's guard and through Polly's circuit breaker, the nearest thing that .NET programs use instead.</summary>
public class GuardBenchmarks
{
    private const int Calls = 1000;

    private readonly ResiliencePipeline _pipeline =
        new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();

    private SessionManager<object> _manager = null!;
    private SessionLease<object> _lease = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _manager = InstantSession.Manager();
        _lease = await _manager.LeaseAsync();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _manager.DisposeAsync();

    [Benchmark(OperationsPerInvoke = Calls)]
    public async Task<int> HoldfastAtOnce()
    {
        int sum = 0;
        for (int i = 0; i < Calls; i++)
        {
            sum += await _lease.GuardAsync(static _ => new ValueTask<int>(1));
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public async Task<int> PollyAtOnce()
    {
        int sum = 0;
        for (int i = 0; i < Calls; i++)
        {
            sum += await _pipeline.ExecuteAsync(static _ => new ValueTask<int>(1));
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public async Task<int> HoldfastLater()
    {
        int sum = 0;
        for (int i = 0; i < Calls; i++)
        {
            sum += await _lease.GuardAsync(static _ => LaterAsync());
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public async Task<int> PollyLater()
    {
        int sum = 0;
        for (int i = 0; i < Calls; i++)
        {
            sum += await _pipeline.ExecuteAsync(static _ => LaterAsync());
        }

        return sum;
    }

    private static async ValueTask<int> LaterAsync()
    {
        await Task.Yield();
        return 1;
    }
}

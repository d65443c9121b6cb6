using BenchmarkDotNet.Attributes;

namespace Holdfast.Benchmarks;

/// <summary>What every loop asks all the time.</summary>
public class AskingBenchmarks
{
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

    [Benchmark]
    public bool ShouldHalt() => _manager.ShouldHalt;

    [Benchmark]
    public void ThrowIfLost() => _lease.ThrowIfLost();
}

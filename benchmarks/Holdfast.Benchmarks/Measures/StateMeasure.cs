namespace Holdfast.Benchmarks;

/// <summary>What the library allocates for a generation, whoever drives the browser.</summary>
internal sealed class StateMeasure : IMeasure
{
    private const int Rounds = 20;

    public string Name => "state";

    public string What =>
        "Bytes allocated by making a generation's lease with its latch and tokens, the relay of its evidence, the promise that publishes it "
        + "and the phase in which it is handed out.";

    public async Task<IReadOnlyList<Metric>> RunAsync()
    {
        await using SessionManager<object> owner = InstantSession.Manager();
        _ = Allocated(owner, 0);
        return [Metric.Of("a generation", "B", Enumerable.Range(1, Rounds).Select(generation => (double)Allocated(owner, generation)))];
    }

    private static long Allocated(SessionManager<object> owner, int generation)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        SessionLease<object> lease = new(owner, generation);
        EvidenceRelay relay = new(lease);
        TaskCompletionSource<SessionLease<object>> published = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SessionPhase<object>.Live phase = new(lease, published);
        long after = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(relay);
        GC.KeepAlive(phase);
        return after - before;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Holdfast.Http;

/// <summary>Gives out the turns of one budget, first come, first served: none during a pause, and no more than its pace allows.</summary>
/// <remarks>One permit is one turn. A caller that is cancelled while it waits has taken none. Its clock is the throttle's, which those of
/// the runtime's own limiters cannot be.</remarks>
internal sealed class EndpointLimiter(EndpointBudget budget, Func<TimeSpan> now, TimeProvider time) : RateLimiter
{
    [SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "It has no wait handle, and late callers may still be in it.")]
    private readonly SemaphoreSlim _head = new(1, 1);

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => null;

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics() => null;

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        if (!_head.Wait(0))
        {
            return Turn.Refused;
        }

        try
        {
            return budget.Take(now()) == TimeSpan.Zero ? Turn.Granted : Turn.Refused;
        }
        finally
        {
            _head.Release();
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        await _head.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (budget.Take(now()) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }

            return Turn.Granted;
        }
        finally
        {
            _head.Release();
        }
    }

    private sealed class Turn(bool granted) : RateLimitLease
    {
        public static readonly Turn Granted = new(true);
        public static readonly Turn Refused = new(false);

        public override bool IsAcquired => granted;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}

using System.Threading.RateLimiting;

namespace Holdfast.Http;

/// <summary>A call's turn: what it holds of the limits until it has ended. Not thread safe.</summary>
internal sealed class CallTurn : IDisposable
{
    private readonly List<RateLimitLease> _leases = new(2);

    public void Add(RateLimitLease lease) => _leases.Add(lease);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RateLimitLease lease in _leases)
        {
            lease.Dispose();
        }

        _leases.Clear();
    }
}

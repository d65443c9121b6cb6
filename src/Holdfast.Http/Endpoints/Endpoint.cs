using System.Threading.RateLimiting;

namespace Holdfast.Http;

/// <summary>One endpoint of one host.</summary>
internal sealed class Endpoint
{
    /// <param name="own">What limits this endpoint.</param>
    /// <param name="host">What limits all calls to its host.</param>
    public Endpoint(EndpointLimits own, EndpointLimits host)
    {
        (Own, Host) = (own, host);

        // A user may well call an endpoint as its host is called.
        All = own == host ? [own] : [host, own];

        // One limiter for several names is taken once: it would count a call twice, or wait for itself.
        Given = [.. All.Select(limits => limits.Given).OfType<RateLimiter>().Distinct()];
    }

    public EndpointLimits Own { get; }

    public EndpointLimits Host { get; }

    /// <summary>Everything that limits it, what limits the most first.</summary>
    public IReadOnlyList<EndpointLimits> All { get; }

    /// <summary>The user's own limits, each once.</summary>
    public IReadOnlyList<RateLimiter> Given { get; }

    public string Name => Own.Budget.Name;

    /// <summary>How much is left of the pause that holds it; zero when it may be called.</summary>
    public TimeSpan HeldFor(TimeSpan now)
    {
        TimeSpan own = Own.Budget.HeldFor(now);
        TimeSpan host = Host.Budget.HeldFor(now);
        return own > host ? own : host;
    }
}

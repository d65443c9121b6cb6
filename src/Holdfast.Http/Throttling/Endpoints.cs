using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace Holdfast.Http;

/// <summary>Every endpoint that was called, and its limits by name. Thread safe.</summary>
internal sealed class Endpoints(SessionHttpOptions options, Func<TimeSpan> now, TimeProvider time) : IDisposable
{
    // Names are meant to be few. Where the rule for them does not fit a site, whatever comes later is one endpoint.
    private const int Most = 256;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<(string Host, string Name), Endpoint> _endpoints = new();
    private readonly ConcurrentDictionary<string, EndpointLimits> _limits = new(StringComparer.Ordinal);
    private volatile IReadOnlyDictionary<string, (TimeSpan HeldUntil, Pace? Pace)> _earlier = new Dictionary<string, (TimeSpan, Pace?)>();

    /// <summary>The endpoint of a request that is about to be sent. Where a redirect leads, only method and address of it are known.</summary>
    public Endpoint Of(HttpRequestMessage request)
    {
        Uri uri = request.RequestUri!;
        string name = EvidenceText.Clean(options.Endpoint?.Invoke(request));
        (string Host, string Name) key = (uri.Authority, name.Length > 0 ? name : EvidenceText.Clean(EndpointName.Of(uri)));
        if (_endpoints.TryGetValue(key, out Endpoint? known))
        {
            return known;
        }

        if (_endpoints.Count >= Most)
        {
            key = (uri.Authority, uri.Authority);
        }

        Endpoint made = new(LimitsOf(key.Name), LimitsOf(key.Host));
        return _endpoints.GetOrAdd(key, made);
    }

    /// <summary>True when the site asked for a pause of another endpoint of the same host, too, and it is not over.</summary>
    /// <remarks>Of an endpoint that only an earlier leg called, the host is known if the user did not name it.</remarks>
    public bool IsAnotherHeld(Endpoint endpoint, TimeSpan at)
    {
        string host = EndpointName.PrefixOf(endpoint.Host.Budget.Name);
        return _endpoints.Values.Any(other => other.Host == endpoint.Host && other.Own != endpoint.Own && other.Own.Budget.HeldFor(at) > TimeSpan.Zero)
            || _earlier.Any(other => other.Value.HeldUntil > at && other.Key != endpoint.Name && other.Key.StartsWith(host, StringComparison.Ordinal));
    }

    /// <summary>Goes on with what an earlier leg knew; what was known before stays, unless it ends earlier.</summary>
    public void Restore(IReadOnlyDictionary<string, (TimeSpan HeldUntil, Pace? Pace)> earlier)
    {
        lock (_lock)
        {
            Dictionary<string, (TimeSpan HeldUntil, Pace? Pace)> all = new(_earlier, StringComparer.Ordinal);
            foreach ((string name, (TimeSpan heldUntil, Pace? pace)) in earlier)
            {
                (TimeSpan HeldUntil, Pace? Pace) known = all.GetValueOrDefault(name);
                all[name] = (known.HeldUntil > heldUntil ? known.HeldUntil : heldUntil, known.Pace ?? pace);
            }

            _earlier = all;
            foreach (EndpointLimits limits in _limits.Values)
            {
                Recall_NeedsLock(limits.Budget);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RateLimiter given in _limits.Values.Select(limits => limits.Given).OfType<RateLimiter>().Distinct())
        {
            given.Dispose();
        }
    }

    private EndpointLimits LimitsOf(string name)
    {
        if (_limits.TryGetValue(name, out EndpointLimits? known))
        {
            return known;
        }

        // The user's code runs outside the lock, so it may run twice; the first to come back counts.
        RateLimiter? given = options.RateLimit?.Invoke(name);
        lock (_lock)
        {
            if (_limits.TryGetValue(name, out known))
            {
                if (given != known.Given)
                {
                    given?.Dispose();
                }

                return known;
            }

            EndpointBudget budget = new(name);
            Recall_NeedsLock(budget);
#pragma warning disable CA2000 // There is nothing in it to dispose of.
            return _limits[name] = new EndpointLimits(budget, new EndpointLimiter(budget, now, time), given);
#pragma warning restore CA2000
        }
    }

    private void Recall_NeedsLock(EndpointBudget budget)
    {
        if (_earlier.TryGetValue(budget.Name, out (TimeSpan HeldUntil, Pace? Pace) earlier))
        {
            budget.Restore(earlier.HeldUntil, earlier.Pace);
        }
    }
}

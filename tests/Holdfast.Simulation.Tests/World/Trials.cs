namespace Holdfast.Simulation.Tests;

/// <summary>Looks whether what was asked for when a session died is asked for alone next: with nothing else on its way, and nothing else until it is
/// answered. Thread safe.</summary>
/// <param name="book">Who is told when it is not.</param>
internal sealed class Trials(WorldBook book)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, string> _onTheWay = [];
    private readonly HashSet<string> _suspects = [];
    private int _requests;

    /// <summary>What the runner orders so: the pages of a list, and its items. Questions who we are go beside anything.</summary>
    public static bool Knows(string path) => path is "list" or "changes" or "item";

    /// <summary>Something is asked for.</summary>
    /// <returns>The number of the request.</returns>
    public int Begin(string what)
    {
        lock (_lock)
        {
            if (_onTheWay.Count > 0 && _onTheWay.Values.Append(what).FirstOrDefault(_suspects.Contains) is { } suspect)
            {
                book.Complain($"{what} was asked for beside {string.Join(", ", _onTheWay.Values)}, and a session had died over {suspect}");
            }

            _onTheWay.Add(++_requests, what);
            return _requests;
        }
    }

    /// <summary>Nobody waits for the answer any more.</summary>
    /// <param name="request">What <see cref="Begin"/> returned.</param>
    /// <param name="hasAnswer">True when it came.</param>
    public void End(int request, bool hasAnswer)
    {
        lock (_lock)
        {
            if (_onTheWay.Remove(request, out string? what) && hasAnswer)
            {
                _ = _suspects.Remove(what);
            }
        }
    }

    /// <summary>Items have an outcome of a session that lived, and be it that no answer came in time: they are tried again as any other.</summary>
    public void Clear(IEnumerable<string> keys)
    {
        lock (_lock)
        {
            _suspects.ExceptWith(keys.Select(key => $"GET /item/{key}"));
        }
    }

    /// <summary>A session dies of a cause beyond doubt.</summary>
    public void Die()
    {
        lock (_lock)
        {
            _suspects.UnionWith(_onTheWay.Values.Where(what => what.StartsWith("GET /item/", StringComparison.Ordinal)));
        }
    }

    /// <summary>Nobody is a suspect any more: the job was killed, perhaps before it had written down what was on its way, or the run is over.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _onTheWay.Clear();
            _suspects.Clear();
        }
    }
}

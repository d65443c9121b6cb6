namespace Holdfast.Simulation.Tests;

/// <summary>Which generations were ended, and which legs were killed. Thread safe.</summary>
internal sealed class DeathBook
{
    private readonly Lock _lock = new();
    private readonly HashSet<(long Leg, int Generation)> _deaths = [];
    private readonly HashSet<long> _killed = [];
    private readonly List<DateTimeOffset> _legs = [];

    /// <summary>A leg begins.</summary>
    public void Begin(DateTimeOffset now)
    {
        lock (_lock)
        {
            _legs.Add(now);
        }
    }

    /// <summary>The leg of a time: runs count theirs anew.</summary>
    public int LegOf(DateTimeOffset time)
    {
        lock (_lock)
        {
            return _legs.FindLastIndex(begin => begin <= time) + 1;
        }
    }

    public void Add(long leg, int generation)
    {
        lock (_lock)
        {
            _ = _deaths.Add((leg, generation));
        }
    }

    public void Kill(long leg)
    {
        lock (_lock)
        {
            _ = _killed.Add(leg);
        }
    }

    /// <summary>The deaths that must be in the ledger: a leg that was killed may not have come to write its last one.</summary>
    public IReadOnlyList<(long Leg, int Generation)> Certain()
    {
        lock (_lock)
        {
            return
            [
                .. _deaths.Where(death =>
                    !_killed.Contains(death.Leg) || _deaths.Any(later => later.Leg == death.Leg && later.Generation > death.Generation)),
            ];
        }
    }
}

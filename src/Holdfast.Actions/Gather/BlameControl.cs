using System.Collections.Concurrent;

namespace Holdfast.Actions;

/// <summary>Whether a suspect may be blamed for the deaths over it: only when something else was fetched alive in this leg since it became
/// suspect. Where nothing succeeds, it may as well be the browser. Thread safe.</summary>
internal sealed class BlameControl
{
    private readonly ConcurrentDictionary<string, Suspect> _suspects = new(StringComparer.Ordinal);
    private long _alive;
    private PlannedItem? _controlItem;

    /// <summary>An item that was fetched alive: to see whether anything still succeeds, it can be fetched again. Null before the first.</summary>
    public PlannedItem? ControlItem => Volatile.Read(ref _controlItem);

    /// <summary>Something was fetched, and its session lived.</summary>
    public void RecordSuccess(PlannedItem item)
    {
        Volatile.Write(ref _controlItem, item);
        Interlocked.Increment(ref _alive);
    }

    /// <summary>Judges an item over which sessions died, in this leg or before it.</summary>
    /// <param name="key">The item.</param>
    /// <param name="soloDeaths">How many died with nothing else in flight.</param>
    /// <returns>What this leg may conclude.</returns>
    public Blame Judge(string key, int soloDeaths)
    {
        Suspect first = _suspects.GetOrAdd(key, static (_, now) => now, new Suspect(Interlocked.Read(ref _alive), soloDeaths));
        return Interlocked.Read(ref _alive) > first.Alive ? Blame.Item
            : soloDeaths > first.SoloDeaths ? Blame.Inconclusive
            : Blame.Untried;
    }

    /// <summary>How things stood when this leg first met it as a suspect.</summary>
    private sealed record Suspect(long Alive, int SoloDeaths);
}

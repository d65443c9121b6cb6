using System.Collections.Concurrent;

namespace Holdfast.Testing;

/// <summary>Counts the moments of a run and does what was scripted for them. Thread safe.</summary>
internal sealed class MomentScript
{
    private readonly ConcurrentDictionary<ScriptedMoment, int> _counts = new();
    private readonly ConcurrentDictionary<(ScriptedMoment Moment, int Number), Func<bool>> _script = new();

    /// <param name="moment">The kind.</param>
    /// <param name="number">The ordinal among its kind, from 1.</param>
    /// <param name="happen">What happens; true when it ended the session.</param>
    public void At(ScriptedMoment moment, int number, Func<bool> happen) =>
        _script.AddOrUpdate((moment, number), happen, (_, before) => () => before() | happen());

    public int Count(ScriptedMoment moment) => _counts.GetValueOrDefault(moment);

    /// <returns>True when that ended the session.</returns>
    public bool Happened(ScriptedMoment moment)
    {
        int number = _counts.AddOrUpdate(moment, 1, static (_, before) => before + 1);
        return _script.TryGetValue((moment, number), out Func<bool>? happen) && happen();
    }
}

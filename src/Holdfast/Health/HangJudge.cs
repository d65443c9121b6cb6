using System.Globalization;

namespace Holdfast;

/// <summary>Makes a verdict of what was not answered: silence alone is none before it has lasted.</summary>
/// <param name="options">How many misses, and how much patience.</param>
/// <remarks>Not thread safe; used by one generation's watch.</remarks>
internal sealed class HangJudge(SessionOptions options)
{
    private int _misses;
    private bool _cut;

    /// <summary>True from the first unanswered probe until one is answered.</summary>
    public bool IsSilent => _misses > 0 || _cut;

    /// <summary>Takes a probe's answer.</summary>
    /// <param name="probe">The answer.</param>
    /// <param name="silence">How long ago the first probe that was not answered had begun; ignored for an answer.</param>
    /// <returns>The evidence of a hang that has lasted; null otherwise.</returns>
    public Evidence? Take(ProbeResult probe, TimeSpan silence)
    {
        if (probe.Alive)
        {
            Forget();
            return null;
        }

        if (probe.Stuck == SessionLayer.Connection)
        {
            // Nobody could be asked: what was missed before the cut counts for nothing, and neither does the cut.
            (_misses, _cut) = (0, true);
            return null;
        }

        _misses++;

        // Patience is for a tab that may be busy.
        bool lasted = probe.Stuck != SessionLayer.Tab || probe.IsStopped || silence >= options.TabPatience;
        if (_misses < options.ProbeMisses || !lasted)
        {
            return null;
        }

        string layer = probe.Stuck is { } stuck ? stuck.ToString().ToLowerInvariant() : "session";
        return new Evidence(
            LossCause.Unresponsive,
            EvidenceStrength.Explicit,
            $"probe-{layer}",
            string.Create(CultureInfo.InvariantCulture, $"the {layer} hangs: {_misses} probes in {silence.TotalSeconds:0.0} s had no answer ({probe.Detail})"));
    }

    /// <summary>What was missed counts for nothing: it was we who did not run.</summary>
    public void Forget() => (_misses, _cut) = (0, false);
}

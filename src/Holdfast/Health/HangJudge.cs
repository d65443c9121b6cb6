using System.Globalization;

namespace Holdfast;

/// <summary>Makes a verdict of what was not answered: silence alone is none before it has lasted.</summary>
/// <param name="options">How many misses, and how much patience.</param>
/// <remarks>Not thread safe; used by one generation's watch.</remarks>
internal sealed class HangJudge(SessionOptions options)
{
    private int _misses;
    private int _missesInTime;
    private bool _cut;

    /// <summary>True from the first unanswered probe until one is answered.</summary>
    public bool IsSilent => _misses > 0 || _cut;

    /// <summary>Takes a probe's answer.</summary>
    /// <param name="probe">The answer.</param>
    /// <param name="silence">How long ago the first probe that was not answered had begun; ignored for an answer.</param>
    /// <param name="late">How much later than planned our own wait for it ended; zero or less when it was in time. Ignored for an answer.</param>
    /// <returns>The evidence of a hang that has lasted; null otherwise.</returns>
    public Evidence? Take(ProbeResult probe, TimeSpan silence, TimeSpan late)
    {
        if (probe.Alive)
        {
            Forget();
            return null;
        }

        if (probe.Stuck == SessionLayer.Connection)
        {
            // Nobody could be asked: what was missed before the cut counts for nothing, and neither does the cut.
            (_misses, _missesInTime, _cut) = (0, 0, true);
            return null;
        }

        _misses++;
        if (late <= options.ProbeTimeout / 2)
        {
            _missesInTime++;
        }

        // Patience is for a tab that may be busy, and for a machine that may be: where we are woken late, the one that was asked is too. A process
        // that was seen to be stopped needs none.
        bool patient = !probe.IsStopped && (probe.Stuck == SessionLayer.Tab || _missesInTime < options.ProbeMisses);
        if (_misses < options.ProbeMisses || (patient && silence < options.TabPatience))
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
    public void Forget() => (_misses, _missesInTime, _cut) = (0, 0, false);
}

using System.Globalization;

namespace Holdfast;

/// <summary>Makes a verdict of what was not answered: silence alone is none before it has lasted.</summary>
/// <param name="options">How many misses, and how much patience.</param>
/// <remarks>Not thread safe; used by one generation's watch.</remarks>
internal sealed class HangJudge(SessionOptions options)
{
    // So long a silence is believed on any machine: this many times the patience that there is for a tab.
    private const int MostPatience = 6;

    private int _misses;
    private int _missesInTime;
    private int _missesExcused;
    private bool _lastWasInTime;
    private TimeSpan _starved;
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
            Forget();
            _cut = true;
            return null;
        }

        _misses++;
        _starved += probe.Starved;

        bool isExcused = late > options.ProbeTimeout / 2 || probe.IsPressed;

        // A tab's silence may be its own business, and says nothing of browser and driver: they have their own misses.
        _lastWasInTime = !isExcused && probe.Stuck != SessionLayer.Tab;
        _missesInTime += _lastWasInTime ? 1 : 0;
        _missesExcused += isExcused ? 1 : 0;

        // Patience is for a tab that may be busy, and for a machine that may be: where we are woken late, or whoever was asked waits for its turn, it
        // may only be slow. So it is where most misses have such an explanation: the few that have none are no hang. A process that was seen to be stopped
        // needs no patience.
        bool patient = !probe.IsStopped
            && (probe.Stuck == SessionLayer.Tab || _missesInTime < options.ProbeMisses || _missesInTime <= _missesExcused);
        if (_misses < options.ProbeMisses || (patient && silence < Patience))
        {
            return null;
        }

        string layer = probe.Stuck is { } stuck ? stuck.ToString().ToLowerInvariant() : "session";
        return new Evidence(
            LossCause.Unresponsive,
            EvidenceStrength.Explicit,
            $"probe-{layer}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"the {layer} hangs: {_misses} probes in {silence.TotalSeconds:0.0} s{Starving} had no answer ({probe.Detail})"));
    }

    /// <summary>The probe before, which had no answer at its deadline, got one later: it was we who were slow to hear it.</summary>
    /// <param name="probe">The answer. All well means that what was missed counts for nothing.</param>
    public void TakeLate(ProbeResult probe)
    {
        if (probe.Alive)
        {
            Forget();
        }
        else if (_misses > 0)
        {
            _starved += probe.Starved;
            _missesInTime -= _lastWasInTime ? 1 : 0;
            _missesExcused += _lastWasInTime ? 1 : 0;
            _lastWasInTime = false;
        }
    }

    /// <summary>What was missed counts for nothing: it was we who did not run.</summary>
    public void Forget() => (_misses, _missesInTime, _missesExcused, _lastWasInTime, _starved, _cut) = (0, 0, 0, false, TimeSpan.Zero, false);

    // Time in which the one that was asked could hardly run is none in which it could have answered; up to a limit.
    private TimeSpan Patience
    {
        get
        {
            TimeSpan patience = options.TabPatience + _starved;
            TimeSpan most = options.TabPatience * MostPatience;
            return patience < most ? patience : most;
        }
    }

    private string Starving => _starved == TimeSpan.Zero
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", {_starved.TotalSeconds:0.0} s of them without a processor,");
}

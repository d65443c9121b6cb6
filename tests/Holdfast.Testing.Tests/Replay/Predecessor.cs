namespace Holdfast.Testing.Tests;

/// <summary>The predecessor's rules, as the field notes tell them, put back one by one: a session that workers and a health check
/// look after by themselves.</summary>
internal sealed class Predecessor : IReplaySubject
{
    // What its settings said, and its schedule: a probe each second.
    private static readonly TimeSpan s_heartbeatLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly List<Incident> _incidents = [];
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;
    private DateTimeOffset _lastBeat = DateTimeOffset.UnixEpoch;
    private ProbeResult _answer = new(true, "");
    private TimeSpan _refreshEnds = TimeSpan.MinValue;
    private TimeSpan _elapsed;
    private bool _dead;
    private int _errors;
    private int _launches = 1;
    private int _sentToTheDead;

    /// <summary>Nothing is recovered before so many errors, and whoever counts the last of them recovers; null for never.</summary>
    public int? ErrorThreshold { get; init; }

    /// <summary>A heartbeat that is late by the wall clock is a death.</summary>
    public bool LateHeartbeatIsDeath { get; init; }

    /// <summary>The health check knows nothing of a refresh: no answer is a death.</summary>
    public bool SilenceIsDeath { get; init; }

    public Task BeginAsync(IncidentScript script) => Task.CompletedTask;

    public Task PassAsync(TimeSpan span)
    {
        for (TimeSpan left = span; left > TimeSpan.Zero; left -= s_period)
        {
            TimeSpan step = left < s_period ? left : s_period;
            (_now, _elapsed) = (_now + step, _elapsed + step);
            CheckHealth();
        }

        return Task.CompletedTask;
    }

    public void Suspend(TimedSuspension suspension) => _now += suspension.Duration;

    public void Answer(ProbeResult probe) => _answer = probe;

    /// <summary>It had no watchers: nobody hears this. A refresh it begins by itself.</summary>
    public void Report(Evidence evidence)
    {
        if (evidence.Cause == LossCause.ClosedByUs)
        {
            Recover(evidence.Cause);
            _refreshEnds = _elapsed + TimeSpan.FromSeconds(9);
        }
        else if (_elapsed > _refreshEnds)
        {
            _dead = true;
        }
    }

    public Task CallAsync(TimedCalls calls)
    {
        for (int call = 0; call < calls.Count; call++)
        {
            _sentToTheDead += _dead ? 1 : 0;
            if (calls.Failure is not null && ++_errors == ErrorThreshold)
            {
                _errors = 0;
                Recover(calls.Cause ?? LossCause.BrowserExited);
            }
        }

        return Task.CompletedTask;
    }

    public Task<ReplayResult> EndAsync() => Task.FromResult(new ReplayResult
    {
        Incidents = _incidents,
        Launches = _launches,
        Suspensions = 0,
        SentToTheDead = _sentToTheDead,
    });

    private void CheckHealth()
    {
        if (_answer.Alive && _now - _lastBeat <= s_heartbeatLimit)
        {
            _lastBeat = _now;
        }
        else if ((SilenceIsDeath && !_answer.Alive) || (LateHeartbeatIsDeath && _now - _lastBeat > s_heartbeatLimit))
        {
            Recover(LossCause.Unresponsive);
            _lastBeat = _now;
        }
    }

    /// <summary>A new browser, without login: calls go on failing.</summary>
    private void Recover(LossCause cause)
    {
        _launches++;
        _incidents.Add(new Incident
        {
            Session = "predecessor",
            Generation = _incidents.Count + 1,
            Cause = cause,
            FirstSymptom = "",
            Evidence = [],
            DetectedAt = _now,
            SinceLastHeartbeat = null,
            AdmittedAtLatch = 0,
            InFlight = 0,
            SymptomsSuppressed = 0,
            Outcome = IncidentOutcome.Recovered,
        });
    }
}

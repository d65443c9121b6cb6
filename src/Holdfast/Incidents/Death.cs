namespace Holdfast;

/// <summary>The death of one generation while its cause can still be renamed. Thread safe.</summary>
internal sealed class Death(Evidence first, long latchedAt, DateTimeOffset detectedAt, TimeSpan? sinceLastHeartbeat, TimeProvider time)
{
    // Enough to explain a death; a storm of symptoms must not grow the record.
    private const int MaxEvidence = 16;

    private readonly Lock _lock = new();
    private readonly List<TimedEvidence> _evidence = [new(first, TimeSpan.Zero)];
    private readonly List<RecoveryStep> _steps = [];
    private Evidence _cause = first;
    private bool _frozen;

    public long LatchedAt { get; } = latchedAt;

    public DateTimeOffset DetectedAt { get; } = detectedAt;

    public LossCause Cause
    {
        get
        {
            lock (_lock)
            {
                return _cause.Cause;
            }
        }
    }

    /// <summary>Set once by the latch, right after the gate closed.</summary>
    public long Admitted { get; set; }

    public int InFlight { get; set; }

    public void Add(Evidence evidence)
    {
        lock (_lock)
        {
            if (_frozen || _evidence.Count >= MaxEvidence)
            {
                return;
            }

            _evidence.Add(new(evidence, time.GetElapsedTime(LatchedAt)));
            if (evidence.Strength > _cause.Strength)
            {
                _cause = evidence;
            }
        }
    }

    public void Freeze()
    {
        lock (_lock)
        {
            _frozen = true;
        }
    }

    public void AddStep(RecoveryStep step)
    {
        lock (_lock)
        {
            _steps.Add(step);
        }
    }

    public Incident ToIncident(string session, int generation, int symptoms, IncidentOutcome outcome)
    {
        lock (_lock)
        {
            return new Incident
            {
                Session = session,
                Generation = generation,
                Cause = _cause.Cause,
                FirstSymptom = _evidence[0].Evidence.Detail,
                Evidence = [.. _evidence],
                DetectedAt = DetectedAt,
                SinceLastHeartbeat = sinceLastHeartbeat,
                AdmittedAtLatch = Admitted,
                InFlight = InFlight,
                SymptomsSuppressed = symptoms,
                Steps = [.. _steps],
                Outcome = outcome,
                Duration = outcome == IncidentOutcome.Open ? null : time.GetElapsedTime(LatchedAt),
            };
        }
    }
}

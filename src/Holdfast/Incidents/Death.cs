namespace Holdfast;

/// <summary>The death of one generation while its cause can still be renamed. Thread safe.</summary>
internal sealed class Death(Evidence first, long latchedAt, DateTimeOffset detectedAt, TimeSpan? sinceLastHeartbeat, TimeProvider time)
{
    // Enough to explain a death; a storm of symptoms must not grow the record. Evidence that renames the cause is always kept.
    private const int MaxEvidence = 16;

    private readonly Lock _lock = new();
    private readonly List<TimedEvidence> _evidence = [new(first, TimeSpan.Zero)];
    private readonly List<RecoveryStep> _steps = [];
    private readonly TaskCompletionSource _causeKnown = NewCauseKnown(first);
    private Evidence _cause = first;
    private bool _frozen;

    public long LatchedAt { get; } = latchedAt;

    public DateTimeOffset DetectedAt { get; } = detectedAt;

    /// <summary>Nothing died: the owner closed the session, or gave it up.</summary>
    public bool IsRetirement { get; init; }

    /// <summary>It died while suspicious work was tried on it.</summary>
    public bool IsTrial { get; init; }

    /// <summary>Ends when nothing can rename the cause any more: it is frozen, or beyond doubt.</summary>
    public Task CauseKnown => _causeKnown.Task;

    public string FirstSymptom { get; } = first.Detail;

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
            bool stronger = evidence.Strength > _cause.Strength;
            if (_frozen || (!stronger && _evidence.Count >= MaxEvidence))
            {
                return;
            }

            _evidence.Add(new(evidence, time.GetElapsedTime(LatchedAt)));
            if (stronger)
            {
                _cause = evidence;
            }

            if (!IsBeyondDoubt_NeedsLock())
            {
                return;
            }
        }

        _causeKnown.TrySetResult();
    }

    public void Freeze()
    {
        lock (_lock)
        {
            _frozen = true;
        }

        _causeKnown.TrySetResult();
    }

    public void AddStep(RecoveryStep step)
    {
        lock (_lock)
        {
            _steps.Add(step);
        }
    }

    /// <param name="session">The session's name.</param>
    /// <param name="generation">The generation that died.</param>
    /// <param name="symptoms">Consequences counted so far.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="duration">From the latch to the outcome; null while it is open.</param>
    public Incident ToIncident(string session, int generation, int symptoms, IncidentOutcome outcome, TimeSpan? duration)
    {
        lock (_lock)
        {
            return new Incident
            {
                Session = session,
                Generation = generation,
                Cause = _cause.Cause,
                FirstSymptom = FirstSymptom,
                Evidence = [.. _evidence],
                DetectedAt = DetectedAt,
                SinceLastHeartbeat = sinceLastHeartbeat,
                AdmittedAtLatch = Admitted,
                InFlight = InFlight,
                SymptomsSuppressed = symptoms,
                Steps = [.. _steps],
                Outcome = outcome,
                Duration = duration,
            };
        }
    }

    /// <summary>Nothing is stronger than an explicit word. And when a process has exited and another witness than that exit agrees, such as its
    /// closed connection, then nobody is left who could say more.</summary>
    private bool IsBeyondDoubt_NeedsLock() =>
        _cause.Strength == EvidenceStrength.Explicit
        || (_cause.Strength == EvidenceStrength.Process
            && _evidence.Exists(seen => seen.Evidence.Cause == _cause.Cause
                && seen.Evidence.Strength >= EvidenceStrength.Connection
                && seen.Evidence.Source != _cause.Source));

    private static TaskCompletionSource NewCauseKnown(Evidence first)
    {
        TaskCompletionSource known = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (first.Strength == EvidenceStrength.Explicit)
        {
            known.SetResult();
        }

        return known;
    }
}

namespace Holdfast;

/// <summary>The record of one death. There is exactly one for each generation that died. Immutable.</summary>
public sealed record Incident
{
    /// <summary>The session's name.</summary>
    public required string Session { get; init; }

    /// <summary>The generation that died, from 1.</summary>
    public required int Generation { get; init; }

    /// <summary>The root cause.</summary>
    public required LossCause Cause { get; init; }

    /// <summary>The first symptom in words, cleaned.</summary>
    public required string FirstSymptom { get; init; }

    /// <summary>Everything that was seen until the cause was frozen, in order of arrival; the first entry closed the latch.</summary>
    public required IReadOnlyList<TimedEvidence> Evidence { get; init; }

    /// <summary>When the latch closed, by the wall clock.</summary>
    public required DateTimeOffset DetectedAt { get; init; }

    /// <summary>How long before the latch the last good answer came: the death lies within this span. Null when there was none.</summary>
    public required TimeSpan? SinceLastHeartbeat { get; init; }

    /// <summary>How many calls the generation had admitted when the latch closed. No later one was sent.</summary>
    public required long AdmittedAtLatch { get; init; }

    /// <summary>Calls that were in flight when the latch closed; each ended at once.</summary>
    public required int InFlight { get; init; }

    /// <summary>Failures that were only consequences, counted until this record was written.</summary>
    public required int SymptomsSuppressed { get; init; }

    /// <summary>What recovery did, in order.</summary>
    public IReadOnlyList<RecoveryStep> Steps { get; init; } = [];

    /// <summary>From the latch to the outcome; null while <see cref="Outcome"/> is <see cref="IncidentOutcome.Open"/>.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What came of it.</summary>
    public IncidentOutcome Outcome { get; init; }
}

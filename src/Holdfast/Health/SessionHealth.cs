namespace Holdfast;

/// <summary>A snapshot of a session's health. Immutable.</summary>
public sealed record SessionHealth
{
    /// <summary>Where the session stands.</summary>
    public required SessionState State { get; init; }

    /// <summary>True while calls are admitted or may be again without a recovery.</summary>
    public bool IsAlive => State is SessionState.Alive or SessionState.Suspected;

    /// <summary>The newest generation's ordinal, from 1; 0 before the first.</summary>
    public required int Generation { get; init; }

    /// <summary>True when the newest generation has died.</summary>
    public required bool DeathDetected { get; init; }

    /// <summary>When the newest generation died, by the wall clock; null while it lives.</summary>
    public required DateTimeOffset? DeathTimestamp { get; init; }

    /// <summary>The cause of that death; null while the generation lives.</summary>
    public required LossCause? Cause { get; init; }

    /// <summary>When the last good answer came, by the wall clock; null before the first.</summary>
    public required DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>How long a session may be idle before it is probed. Default 30 s.</summary>
    public required TimeSpan HeartbeatInterval { get; init; }

    /// <summary>Calls admitted and not yet ended.</summary>
    public required int OperationsInFlight { get; init; }

    /// <summary>Failures that were only consequences of the newest generation's death.</summary>
    public required int SymptomsSuppressed { get; init; }

    /// <summary>Deaths since the manager was made.</summary>
    public required int Deaths { get; init; }

    /// <summary>The last probe's answer; null when none was made for this snapshot.</summary>
    public ProbeResult? Probe { get; init; }
}

namespace Holdfast;

/// <summary>A snapshot of a session's health. Immutable.</summary>
public sealed record SessionHealth
{
    /// <summary>Where the session stands.</summary>
    public required SessionState State { get; init; }

    /// <summary>True while calls are admitted or may be again without a recovery.</summary>
    public bool IsAlive => State is SessionState.Alive or SessionState.Suspected or SessionState.Unresponsive;

    /// <summary>The ordinal of the generation that was handed out last, from 1, also while the next is being made; 0 before the first.</summary>
    public required int Generation { get; init; }

    /// <summary>True when that generation has died; false again when the next is handed out.</summary>
    public required bool DeathDetected { get; init; }

    /// <summary>When it died, by the wall clock; null while it lives.</summary>
    public required DateTimeOffset? DeathTimestamp { get; init; }

    /// <summary>The cause of that death; null while the generation lives.</summary>
    public required LossCause? Cause { get; init; }

    /// <summary>When the last good answer came, by the wall clock; null before the first.</summary>
    public required DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>How long a session may be idle before it is probed. Default 30 s.</summary>
    public required TimeSpan HeartbeatInterval { get; init; }

    /// <summary>Calls admitted and not yet ended.</summary>
    public required int OperationsInFlight { get; init; }

    /// <summary>Failures that were only consequences of that death.</summary>
    public required int SymptomsSuppressed { get; init; }

    /// <summary>Deaths since the manager was made.</summary>
    public required int Deaths { get; init; }

    /// <summary>How often this program itself did not run, since the manager was made: the machine slept, the job was stopped,
    /// or its threads starved.</summary>
    public int Suspensions { get; init; }

    /// <summary>How long the driver has been at its current command; null when it has none.</summary>
    public TimeSpan? CommandAge { get; init; }

    /// <summary>The attempt to open or recover the session that failed last, while another is under way or waited for; null when none has failed.</summary>
    public FailedAttempt? FailedAttempt { get; init; }

    /// <summary>True while the site is asked whether it still knows us, and no call is admitted until it has answered.</summary>
    public bool IsCheckingLogin { get; init; }

    /// <summary>The last probe's answer; null when none was made for this snapshot.</summary>
    public ProbeResult? Probe { get; init; }
}

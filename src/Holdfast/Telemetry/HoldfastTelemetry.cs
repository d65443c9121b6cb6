using System.Diagnostics;

namespace Holdfast;

/// <summary>Names of the meter, its instruments, the activity source and their attributes, as OpenTelemetry's conventions would have them. All of
/// them, with units and values, are in <c>docs/telemetry.md</c>.</summary>
public static class HoldfastTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Holdfast";

    /// <summary>Counter, {death}: deaths, by <see cref="SessionName"/> and <see cref="IncidentCause"/>.</summary>
    public const string Deaths = "holdfast.session.deaths";

    /// <summary>Counter, {recovery}: recoveries that ended, by <see cref="SessionName"/> and <see cref="IncidentOutcome"/>.</summary>
    public const string Recoveries = "holdfast.session.recoveries";

    /// <summary>Histogram, s: from the latch to the next generation, by <see cref="SessionName"/>.</summary>
    public const string RecoveryDuration = "holdfast.session.recovery.duration";

    /// <summary>Histogram, s: times in which this program itself did not run, by <see cref="SessionName"/>.</summary>
    public const string SuspensionDuration = "holdfast.suspension.duration";

    /// <summary>Activity: the opening or the recovery of a session, all attempts in it.</summary>
    public const string SessionOpen = "holdfast.session.open";

    /// <summary>Attribute: the session's name.</summary>
    public const string SessionName = "holdfast.session.name";

    /// <summary>Attribute of <see cref="SessionOpen"/>: the ordinal of the generation that was opened.</summary>
    public const string SessionGeneration = "holdfast.session.generation";

    /// <summary>Attribute of <see cref="SessionOpen"/>: how many attempts it took.</summary>
    public const string SessionAttempts = "holdfast.session.attempts";

    /// <summary>Attribute: a <see cref="LossCause"/> in snake case, such as <c>browser_exited</c>.</summary>
    public const string IncidentCause = "holdfast.incident.cause";

    /// <summary>Attribute: a <see cref="Holdfast.IncidentOutcome"/> in snake case, such as <c>died_again</c>.</summary>
    public const string IncidentOutcome = "holdfast.incident.outcome";

    internal static ActivitySource Activities { get; } = new(Name);
}

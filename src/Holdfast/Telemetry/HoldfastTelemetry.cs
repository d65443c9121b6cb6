using System.Diagnostics;

namespace Holdfast;

/// <summary>Names of the meter, its instruments and the activity source.</summary>
public static class HoldfastTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Holdfast";

    /// <summary>Counter: deaths, by <c>session</c> and <c>cause</c>.</summary>
    public const string Deaths = "holdfast.session.deaths";

    /// <summary>Counter: recoveries that ended, by <c>session</c> and <c>outcome</c>.</summary>
    public const string Recoveries = "holdfast.session.recoveries";

    /// <summary>Histogram, seconds: from the latch to the next generation, by <c>session</c>.</summary>
    public const string RecoveryDuration = "holdfast.session.recovery.duration";

    /// <summary>Histogram, seconds: times in which this program itself did not run, by <c>session</c>.</summary>
    public const string Suspensions = "holdfast.suspensions";

    internal static ActivitySource Activities { get; } = new(Name);
}

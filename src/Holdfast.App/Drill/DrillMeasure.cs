using System.Text.Json.Serialization;

namespace Holdfast.App;

/// <summary>What a drilled run measured of its own death, or of what it lived through.</summary>
/// <param name="Supported">False when this session cannot be hurt in this way; then nothing else counts.</param>
/// <param name="Failure">Why it could not be hurt, whether it cannot be at all or only did not work; null when it was.</param>
/// <param name="NoticedMs">From the injection to the death of the lease, in milliseconds; null when it lived.</param>
/// <param name="RecoveredMs">From there to the next generation; null when it lived.</param>
/// <param name="CallsAfterDeath">Calls that the dead generation admitted after its latch; none is right.</param>
/// <param name="WentOn">True when work was committed after that: false in a run that was over too soon to show it.</param>
internal sealed record DrillMeasure(
    bool Supported, string? Failure, double? NoticedMs, double? RecoveredMs, long CallsAfterDeath, bool WentOn)
{
    /// <summary>A session that is about to be hurt: all there is to read of a run that ends before it has come through.</summary>
    public static DrillMeasure Struck { get; } = new(true, null, null, null, 0, WentOn: false);

    /// <summary>A session that cannot be hurt in this way.</summary>
    public static DrillMeasure NotHere(string why) => new(false, why, null, null, 0, WentOn: false);

    /// <summary>A session that should have been hurt and was not.</summary>
    public static DrillMeasure Failed(string why) => new(true, why, null, null, 0, WentOn: false);
}

/// <summary>Source-generated JSON of the drill.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DrillMeasure))]
internal sealed partial class DrillJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Holdfast.App;

/// <summary>What a drilled run measured of its own death.</summary>
/// <param name="Supported">False when this session cannot be hurt in this way; then nothing else counts.</param>
/// <param name="NoticedMs">From the injection to the death of the lease, in milliseconds.</param>
/// <param name="RecoveredMs">From there to the next generation.</param>
/// <param name="CallsAfterDeath">Calls that the dead generation admitted after its latch; none is right.</param>
/// <param name="Committed">Batches that the next generation committed.</param>
internal sealed record DrillMeasure(bool Supported, double NoticedMs, double RecoveredMs, long CallsAfterDeath, long Committed);

/// <summary>Source-generated JSON of the drill.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DrillMeasure))]
[JsonSerializable(typeof(RecoveryStep[]))]
internal sealed partial class DrillJson : JsonSerializerContext;

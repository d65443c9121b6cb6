using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.App;

/// <summary>JSON for other programs: types of its own, which change only with their version, and not with what the tool is made of. Every character outside
/// ASCII is escaped, so that it is safe to show too.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = false)]
[JsonSerializable(typeof(RunsJson))]
[JsonSerializable(typeof(IncidentsJson))]
[JsonSerializable(typeof(ItemsJson))]
[JsonSerializable(typeof(EffectsJson))]
[JsonSerializable(typeof(DrillReportJson))]
[JsonSerializable(typeof(string))]
internal sealed partial class JsonText : JsonSerializerContext
{
    /// <summary>The version of every document. It rises when a name or a meaning changes or goes; what is added leaves it as it is.</summary>
    public const int SchemaVersion = 1;

    public static string Of(RunsJson runs) => Of(runs, Default.RunsJson);

    public static string Of(IncidentsJson incidents) => Of(incidents, Default.IncidentsJson);

    public static string Of(ItemsJson items) => Of(items, Default.ItemsJson);

    public static string Of(EffectsJson effects) => Of(effects, Default.EffectsJson);

    public static string Of(DrillReportJson drill) => Of(drill, Default.DrillReportJson);

    private static string Of<T>(T document, JsonTypeInfo<T> type) => JsonSerializer.Serialize(document, type);
}

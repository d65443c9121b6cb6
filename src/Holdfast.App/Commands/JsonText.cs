using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>JSON for other programs. Every character outside ASCII is escaped, so that it is safe to show too.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = false)]
[JsonSerializable(typeof(RunSummary[]))]
[JsonSerializable(typeof(StoredIncident[]))]
[JsonSerializable(typeof(MissingItem[]))]
[JsonSerializable(typeof(StoredEffect[]))]
[JsonSerializable(typeof(DrillReport))]
internal sealed partial class JsonText : JsonSerializerContext
{
    public static string Of(RunSummary[] runs) => JsonSerializer.Serialize(runs, Default.RunSummaryArray);

    public static string Of(StoredIncident[] incidents) => JsonSerializer.Serialize(incidents, Default.StoredIncidentArray);

    public static string Of(MissingItem[] items) => JsonSerializer.Serialize(items, Default.MissingItemArray);

    public static string Of(StoredEffect[] effects) => JsonSerializer.Serialize(effects, Default.StoredEffectArray);

    public static string Of(DrillReport drill) => JsonSerializer.Serialize(drill, Default.DrillReport);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast;

/// <summary>How a script becomes JSON. A name that is not known is refused: it would be a script that does not say what its author meant.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    WriteIndented = true)]
[JsonSerializable(typeof(IncidentScript))]
internal sealed partial class IncidentScriptJson : JsonSerializerContext;

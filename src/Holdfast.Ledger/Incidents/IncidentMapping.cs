using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Ledger;

/// <summary>An incident as the ledger keeps it.</summary>
internal static class IncidentMapping
{
    public static IncidentRow ToRow(Incident incident) => new(
        new GenerationStamp(Session: 0, incident.Generation),
        incident.Cause.ToString(),
        incident.DetectedAt,
        incident.InFlight,
        incident.SymptomsSuppressed,
        incident.AdmittedAtLatch,
        incident.Outcome == IncidentOutcome.Open ? null : incident.Outcome.ToString(),
        JsonSerializer.Serialize(incident, IncidentJson.Default.Incident));
}

/// <summary>How an incident becomes JSON: enums by name, durations as <c>hh:mm:ss.fffffff</c>.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Incident))]
internal sealed partial class IncidentJson : JsonSerializerContext;

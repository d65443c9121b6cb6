using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Ledger;

/// <summary>An incident as the ledger keeps it, and back.</summary>
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

    /// <summary>The incident; what counts is what the columns say. Never throws.</summary>
    public static Incident FromRow(IncidentRow row)
    {
        IncidentDetail detail = Read(row.DetailJson);
        return new Incident
        {
            Session = detail.Session ?? "",
            Generation = row.Generation.Number,
            Cause = Parse<LossCause>(row.Cause),
            FirstSymptom = detail.FirstSymptom ?? "",
            Evidence = [.. (detail.Evidence ?? []).OfType<TimedEvidence>().Where(seen => seen.Evidence is not null)],
            DetectedAt = row.DetectedAt,
            SinceLastHeartbeat = detail.SinceLastHeartbeat,
            AdmittedAtLatch = row.AdmittedAtLatch,
            InFlight = row.InFlight,
            SymptomsSuppressed = row.Symptoms,
            Steps = [.. (detail.Steps ?? []).OfType<RecoveryStep>()],
            Duration = detail.Duration,
            Outcome = row.Outcome is { } outcome ? Parse<IncidentOutcome>(outcome) : IncidentOutcome.Open,
        };
    }

    private static IncidentDetail Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, IncidentJson.Default.IncidentDetail) ?? new IncidentDetail();
        }
        catch (JsonException)
        {
            return new IncidentDetail { FirstSymptom = FirstSymptom(json) };
        }
    }

    /// <summary>What is told first, also where the rest is not as we would write it.</summary>
    private static string? FirstSymptom(string json)
    {
        try
        {
            using JsonDocument detail = JsonDocument.Parse(json);
            return detail.RootElement.ValueKind == JsonValueKind.Object && detail.RootElement.TryGetProperty("firstSymptom", out JsonElement symptom)
                ? symptom.ToString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The value of that name; one that is not defined when there is none.</summary>
    private static T Parse<T>(string name)
        where T : struct, Enum =>
        Enum.TryParse(name, out T value) && value.ToString() == name ? value : (T)Enum.ToObject(typeof(T), -1);
}

/// <summary>How an incident becomes JSON: enums by name, durations as <c>hh:mm:ss.fffffff</c>.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Incident))]
[JsonSerializable(typeof(IncidentDetail))]
internal sealed partial class IncidentJson : JsonSerializerContext;

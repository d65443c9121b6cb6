using System.Text.Json;

namespace Holdfast.App;

/// <summary>A death of a session. What only its detail knows is null, or empty, where that cannot be read.</summary>
internal sealed record IncidentDetailJson
{
    public required int Number { get; init; }

    public required long Run { get; init; }

    public required long Leg { get; init; }

    public required int Generation { get; init; }

    public required string Cause { get; init; }

    public required string Outcome { get; init; }

    public required DateTimeOffset DetectedAt { get; init; }

    public required string? Duration { get; init; }

    public required string? SinceLastHeartbeat { get; init; }

    public required int InFlight { get; init; }

    public required int Symptoms { get; init; }

    public required long AdmittedAtLatch { get; init; }

    public required string? FirstSymptom { get; init; }

    public required IReadOnlyList<EvidenceJson> Evidence { get; init; }

    public required IReadOnlyList<StepJson> Steps { get; init; }

    public static IncidentDetailJson Of(StoredIncident stored, int number)
    {
        IncidentRow row = stored.Incident;
        Incident? detail = Detail(row.DetailJson);
        return new()
        {
            Number = number,
            Run = stored.RunId,
            Leg = stored.Epoch,
            Generation = row.Generation.Number,
            Cause = JsonWords.OfName(row.Cause),
            Outcome = JsonWords.OfName(row.Outcome ?? nameof(IncidentOutcome.Open)),
            DetectedAt = row.DetectedAt,
            Duration = detail?.Duration is { } duration ? JsonWords.Of(duration) : null,
            SinceLastHeartbeat = detail?.SinceLastHeartbeat is { } since ? JsonWords.Of(since) : null,
            InFlight = row.InFlight,
            Symptoms = row.Symptoms,
            AdmittedAtLatch = row.AdmittedAtLatch,
            FirstSymptom = detail?.FirstSymptom ?? Holdfast.App.FirstSymptom.Of(row.DetailJson),
            Evidence = [.. (detail?.Evidence ?? []).Where(one => one?.Evidence is not null).Select(one =>
                new EvidenceJson(
                    JsonWords.Of(one.Evidence.Cause), JsonWords.Of(one.Evidence.Strength), one.Evidence.Source, one.Evidence.Detail,
                    JsonWords.Of(one.Offset)))],
            Steps = [.. (detail?.Steps ?? []).Where(step => step is not null).Select(step =>
                new StepJson(step.Attempt, step.Name, JsonWords.Of(step.Duration), step.Outcome))],
        };
    }

    private static Incident? Detail(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, IncidentJson.Default.Incident);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

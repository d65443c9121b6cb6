namespace Holdfast.App;

/// <summary>A death of a session. What only its detail knows is null, or empty, where that cannot be read.</summary>
internal sealed record IncidentDetailJson
{
    public required int Number { get; init; }

    public required long Run { get; init; }

    public required long Leg { get; init; }

    public required IReadOnlyList<IncidentRunJson> Runs { get; init; }

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

    /// <param name="one">The incident.</param>
    /// <param name="run">The run that was asked for; null for the first that it met.</param>
    public static IncidentDetailJson Of(ListedIncident one, long? run)
    {
        StoredIncident stored = one.Whole;
        Incident incident = stored.Incident;
        StoredIncident asked = one.Met.FirstOrDefault(met => met.RunId == run) ?? one.Met[0];
        return new()
        {
            Number = one.Number,
            Run = asked.RunId,
            Leg = asked.Epoch,
            Runs = [.. one.Met.Select(met => new IncidentRunJson(met.RunId, met.Epoch))],
            Generation = incident.Generation,
            Cause = JsonWords.OfName(stored.Row.Cause),
            Outcome = JsonWords.OfName(stored.Row.Outcome ?? nameof(IncidentOutcome.Open)),
            DetectedAt = incident.DetectedAt,
            Duration = incident.Duration is { } duration ? JsonWords.Of(duration) : null,
            SinceLastHeartbeat = incident.SinceLastHeartbeat is { } since ? JsonWords.Of(since) : null,
            InFlight = incident.InFlight,
            Symptoms = incident.SymptomsSuppressed,
            AdmittedAtLatch = incident.AdmittedAtLatch,
            FirstSymptom = incident.FirstSymptom.Length == 0 ? null : incident.FirstSymptom,
            Evidence = [.. incident.Evidence.Select(one =>
                new EvidenceJson(
                    JsonWords.Of(one.Evidence.Cause), JsonWords.Of(one.Evidence.Strength), one.Evidence.Source, one.Evidence.Detail,
                    JsonWords.Of(one.Offset)))],
            Steps = [.. incident.Steps.Select(step => new StepJson(step.Attempt, step.Name, JsonWords.Of(step.Duration), step.Outcome))],
        };
    }
}

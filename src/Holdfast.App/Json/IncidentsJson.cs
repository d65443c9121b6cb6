namespace Holdfast.App;

/// <summary><c>incidents --json</c>.</summary>
internal sealed record IncidentsJson(int SchemaVersion, IReadOnlyList<IncidentDetailJson> Incidents)
{
    /// <param name="incidents">The incidents.</param>
    /// <param name="run">The run that was asked for; null for all.</param>
    public static IncidentsJson Of(IEnumerable<ListedIncident> incidents, long? run) =>
        new(JsonText.SchemaVersion, [.. incidents.Select(one => IncidentDetailJson.Of(one, run))]);
}

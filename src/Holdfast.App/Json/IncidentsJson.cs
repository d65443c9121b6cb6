namespace Holdfast.App;

/// <summary><c>incidents --json</c>.</summary>
internal sealed record IncidentsJson(int SchemaVersion, IReadOnlyList<IncidentDetailJson> Incidents)
{
    public static IncidentsJson Of(IEnumerable<StoredIncident> incidents, Func<StoredIncident, int> number) =>
        new(JsonText.SchemaVersion, [.. incidents.Select(stored => IncidentDetailJson.Of(stored, number(stored)))]);
}

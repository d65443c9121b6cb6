namespace Holdfast.App;

/// <summary>Numbers incidents, so that one can be named: from 1, in the order in which they were detected. An incident keeps its number as long
/// as the wall clock is not set back.</summary>
internal sealed class IncidentNumbers
{
    private readonly Dictionary<(long Run, long Leg, GenerationStamp Generation), int> _numbers;

    private IncidentNumbers(IEnumerable<StoredIncident> incidents)
    {
        All = [.. incidents
            .OrderBy(stored => stored.Incident.DetectedAt)
            .ThenBy(stored => stored.RunId)
            .ThenBy(stored => stored.Epoch)
            .ThenBy(stored => stored.Row.Generation.Session)
            .ThenBy(stored => stored.Row.Generation.Number)];
        _numbers = All.Index().ToDictionary(entry => Key(entry.Item), entry => entry.Index + 1);
    }

    /// <summary>Numbers those of a ledger.</summary>
    public static async Task<IncidentNumbers> ReadAsync(ILedgerReader ledger) => new(await ledger.ReadIncidentsAsync().ConfigureAwait(false));

    /// <summary>All incidents; the first has number 1.</summary>
    public IReadOnlyList<StoredIncident> All { get; }

    public int Of(StoredIncident incident) => _numbers[Key(incident)];

    private static (long Run, long Leg, GenerationStamp Generation) Key(StoredIncident incident) => (incident.RunId, incident.Epoch, incident.Row.Generation);
}

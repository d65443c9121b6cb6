namespace Holdfast.App;

/// <summary>Numbers incidents, so that one can be named: from 1, in the order in which they were detected. An incident keeps its number as long
/// as the wall clock is not set back.</summary>
internal sealed class IncidentNumbers
{
    private readonly Dictionary<StoredIncident, int> _numbers;

    public IncidentNumbers(RunLedger ledger)
    {
        All = [.. ledger.ReadIncidents()
            .OrderBy(stored => stored.Incident.DetectedAt)
            .ThenBy(stored => stored.RunId)
            .ThenBy(stored => stored.Epoch)
            .ThenBy(stored => stored.Incident.Generation.Session)
            .ThenBy(stored => stored.Incident.Generation.Number)];
        _numbers = All.Index().ToDictionary(entry => entry.Item, entry => entry.Index + 1);
    }

    /// <summary>All incidents; the first has number 1.</summary>
    public IReadOnlyList<StoredIncident> All { get; }

    public int Of(StoredIncident incident) => _numbers[incident];
}

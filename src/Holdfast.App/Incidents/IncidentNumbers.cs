namespace Holdfast.App;

/// <summary>Numbers incidents, so that one can be named: from 1, in the order in which they were detected. An incident keeps its number as long
/// as the wall clock is not set back.</summary>
internal static class IncidentNumbers
{
    /// <summary>All incidents of a ledger; the first has number 1.</summary>
    public static async Task<IReadOnlyList<ListedIncident>> ReadAsync(ILedgerReader ledger) =>
    [
        .. ListedIncident.Group(await ledger.ReadIncidentsAsync().ConfigureAwait(false)).Index()
            .Select(entry => new ListedIncident(entry.Index + 1, entry.Item)),
    ];
}

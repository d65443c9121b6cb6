namespace Holdfast.Actions;

/// <summary>Writes incidents into the ledger of the run that is under way. Thread safe.</summary>
internal sealed class LedgerIncidentSink : IIncidentSink
{
    private volatile Func<IncidentRow, Task>? _write;

    /// <summary>Says where incidents go; null while no run is under way.</summary>
    public void PointTo(Func<IncidentRow, Task>? write) => _write = write;

    /// <inheritdoc/>
    public async Task RecordAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (_write is { } write)
        {
            await write(IncidentMapping.ToRow(incident)).ConfigureAwait(false);
        }
    }
}

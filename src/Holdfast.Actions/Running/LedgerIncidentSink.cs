namespace Holdfast.Actions;

/// <summary>Writes incidents and suspensions into the ledger of the run that is under way. Thread safe.</summary>
internal sealed class LedgerIncidentSink : IIncidentQueue
{
    private volatile IRunLedger? _ledger;

    /// <summary>Says which ledger they go to; null while no run is under way.</summary>
    public void PointTo(IRunLedger? ledger) => _ledger = ledger;

    /// <inheritdoc/>
    public void Enqueue(Incident incident) =>
        RecordAsync(incident, CancellationToken.None).Observe();

    /// <inheritdoc/>
    public Task RecordAsync(Incident incident, CancellationToken cancellationToken) =>
        WriteAsync(ledger => ledger.RecordIncidentAsync(ledger.Writer, incident));

    /// <inheritdoc/>
    public Task RecordSuspensionAsync(string session, int generation, Suspension suspension, CancellationToken cancellationToken) =>
        WriteAsync(ledger => ledger.RecordSuspensionAsync(ledger.Writer, new SuspensionRow(
            new GenerationStamp(Session: 0, generation), suspension.EndedAt, suspension.Duration, suspension.Asleep)));

    /// <summary>In the ledger's queue when this returns; a ledger that takes nothing any more fails the task.</summary>
    private async Task WriteAsync(Func<IRunLedger, Task> record)
    {
        if (_ledger is { } ledger)
        {
            await record(ledger).ConfigureAwait(false);
        }
    }
}

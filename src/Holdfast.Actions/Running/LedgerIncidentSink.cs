namespace Holdfast.Actions;

/// <summary>Writes incidents and suspensions into the ledger of the run that is under way. Thread safe.</summary>
internal sealed class LedgerIncidentSink : IIncidentQueue
{
    private volatile Func<Action<RunAccount>, Task>? _write;

    /// <summary>Says whose account they go to; null while no run is under way.</summary>
    public void PointTo(Func<Action<RunAccount>, Task>? write) => _write = write;

    /// <inheritdoc/>
    public void Enqueue(Incident incident) =>
        _ = RecordAsync(incident, CancellationToken.None).ContinueWith(
            static ended => ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

    /// <inheritdoc/>
    public Task RecordAsync(Incident incident, CancellationToken cancellationToken) =>
        WriteAsync(account => account.RecordIncident(IncidentMapping.ToRow(incident)));

    /// <inheritdoc/>
    public Task RecordSuspensionAsync(string session, int generation, Suspension suspension, CancellationToken cancellationToken) =>
        WriteAsync(account => account.RecordSuspension(new SuspensionRow(
            new GenerationStamp(Session: 0, generation), suspension.EndedAt, suspension.Duration, suspension.Asleep)));

    /// <summary>In the ledger's queue when this returns; a writer that takes nothing any more fails the task.</summary>
    private async Task WriteAsync(Action<RunAccount> record)
    {
        if (_write is { } write)
        {
            await write(record).ConfigureAwait(false);
        }
    }
}

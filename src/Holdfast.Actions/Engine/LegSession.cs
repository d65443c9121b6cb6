namespace Holdfast.Actions;

/// <summary>A leg's hold on its session: until it is disposed, what happens to the session reaches the leg's ledger, and no other time's.</summary>
internal sealed class LegSession : IAsyncDisposable
{
    private readonly IRunLedger _ledger;
    private readonly LegRecords _records;
    private readonly LedgerIncidentSink _incidents;
    private readonly IDisposable[] _attached;

    /// <param name="ledger">The leg's ledger; disposed later than this.</param>
    /// <param name="events">Tells whoever observes.</param>
    /// <param name="runs">The runs on the session.</param>
    /// <param name="logins">Counts refused logins in the ledger.</param>
    /// <param name="throttle">Tells of pauses.</param>
    public LegSession(IRunLedger ledger, RunEvents events, SessionRuns runs, LedgerLoginLimit logins, Throttle throttle)
    {
        _ledger = ledger;
        _records = new LegRecords(events);
        _incidents = new LedgerIncidentSink(ledger, _records);
        _attached = [runs.Attach(_incidents), logins.Attach(ledger), throttle.Attach(Keep)];
    }

    /// <inheritdoc cref="LedgerIncidentSink.ResolvedAsync"/>
    public Task ResolvedAsync(ISessionManager sessions, TimeProvider time) => _incidents.ResolvedAsync(sessions, time);

    /// <summary>Lets go of the session, and waits until the ledger has what has happened by then.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable attached in _attached)
        {
            attached.Dispose();
        }

        await _records.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Nobody waits for it: a ledger that fails shows at the next commit.</summary>
    private void Keep(PauseNotice notice)
    {
        PauseRow pause = PauseMapping.ToRow(notice);
        _records.WriteAsync(
            () => _ledger.RecordPauseAsync(_ledger.Writer, pause),
            events => events.Recorded(PauseMapping.ToStored(pause, _ledger))).Observe();
    }
}

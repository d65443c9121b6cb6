namespace Holdfast.Actions;

/// <summary>The runs that use a session now: what happens to the session reaches the ledger of each. Thread safe.</summary>
/// <remarks>While no run uses the session, its deaths are logged and counted like all others, and stand in no ledger.</remarks>
internal sealed class SessionRuns : IIncidentQueue, ILoginLimit
{
    private readonly Attachments<LedgerIncidentSink> _incidents = new();
    private readonly Attachments<LedgerLoginLimit> _logins = new();

    /// <summary>Who may be in flight, of all these runs: what one of them tries alone is alone on the session.</summary>
    public Flight Flight { get; } = new();

    /// <summary>Attaches a run's keeper of incidents, until what is returned is disposed.</summary>
    public IDisposable Attach(LedgerIncidentSink incidents) => _incidents.Attach(incidents);

    /// <summary>Attaches a run's count of refused logins, until what is returned is disposed.</summary>
    public IDisposable Attach(LedgerLoginLimit logins) => _logins.Attach(logins);

    /// <inheritdoc/>
    public void Enqueue(Incident incident)
    {
        foreach (LedgerIncidentSink run in _incidents.Now)
        {
            run.Enqueue(incident);
        }
    }

    /// <inheritdoc/>
    public Task RecordAsync(Incident incident, CancellationToken cancellationToken) =>
        Task.WhenAll(_incidents.Now.Select(run => run.RecordAsync(incident)));

    /// <inheritdoc/>
    public Task RecordSuspensionAsync(string session, int generation, Suspension suspension, CancellationToken cancellationToken) =>
        Task.WhenAll(_incidents.Now.Select(run => run.RecordSuspensionAsync(generation, suspension)));

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> HeldUntilAsync(CancellationToken cancellationToken) =>
        (await Task.WhenAll(_logins.Now.Select(run => run.HeldUntilAsync())).ConfigureAwait(false)).Max();

    /// <inheritdoc/>
    public Task RefusedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_logins.Now.DistinctBy(run => run.Ledger, StringComparer.Ordinal).Select(run => run.RefusedAsync()));
}

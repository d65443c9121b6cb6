using System.Collections.Concurrent;

namespace Holdfast.Actions;

/// <summary>The runs that use a session now: what happens to the session reaches the ledger of each. Thread safe.</summary>
/// <remarks>While no run uses the session, its deaths are logged and counted like all others, and stand in no ledger. Logins that the site refuses are
/// kept in each ledger that a run on the session has used.</remarks>
internal sealed class SessionRuns : IIncidentQueue, ILoginLimit
{
    private readonly Attachments<LedgerIncidentSink> _incidents = new();

    // By the ledger's full path: what two runs on one ledger are told counts once.
    private readonly ConcurrentDictionary<string, LedgerLoginLimit> _logins = new(StringComparer.Ordinal);

    /// <summary>Who may be in flight, of all these runs: what one of them tries alone is alone on the session.</summary>
    public Flight Flight { get; } = new();

    /// <summary>Attaches a run's keeper of incidents, until what is returned is disposed.</summary>
    public IDisposable Attach(LedgerIncidentSink incidents) => _incidents.Attach(incidents);

    /// <summary>Counts refused logins in a ledger, from now on: a login is as dangerous to the account when no run uses the session.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="make">Makes the count of a ledger that the session has not served before.</param>
    public LedgerLoginLimit LoginsOf(string ledger, Func<LedgerLoginLimit> make) =>
        _logins.GetOrAdd(Path.GetFullPath(ledger), static (_, make) => make(), make);

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
        (await Task.WhenAll(_logins.Values.Select(ledger => ledger.HeldUntilAsync())).ConfigureAwait(false)).Max();

    /// <inheritdoc/>
    public Task RefusedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_logins.Values.Select(ledger => ledger.RefusedAsync()));
}

using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>Reads progress from the ledger over a connection of its own, and the session's state from its manager. It counts nothing itself.</summary>
internal sealed class ProgressSource(
    string ledgerPath, string action, ISessionManager? sessions, Func<TimeSpan?> draining, TimeProvider time) : IDisposable
{
    private readonly RateWindow _rate = new(TimeSpan.FromSeconds(60), time);
    private Ledger? _ledger;

    /// <summary>What is known now; null while there is no run yet.</summary>
    public ProgressSnapshot? Read()
    {
        _ledger ??= Ledger.Open(ledgerPath, LedgerAccess.Read, time);
        if (_ledger.ReadRuns(action, limit: 1) is not [RunInfo run] || run.FinishedAt is not null)
        {
            return null;
        }

        RunSummary summary = _ledger.ReadSummary(run.RunId);
        long done = summary.Seen - summary.Pending;
        SessionHealth? health = sessions?.Health;
        return new ProgressSnapshot
        {
            Action = action,
            Pages = summary.Pages,
            Seen = summary.Seen,
            Done = done,
            SiteTotal = summary.SiteTotal,
            ListingFinished = summary.Listing.State == ListingState.Finished,
            Rate = _rate.Add(done),
            Incidents = summary.Incidents.Values.Sum(),
            State = health?.State ?? SessionState.NotStarted,
            Generation = health?.Generation ?? 0,
            InFlight = health?.OperationsInFlight ?? 0,
            Draining = draining(),
        };
    }

    public void Dispose() => _ledger?.Dispose();
}

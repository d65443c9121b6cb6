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
        (long pages, long seen, long done, bool isRead) = summary switch
        {
            { Effects: { } effects } => (effects.Pages, effects.Planned, effects.Planned - effects.Pending, effects.IsPlanRead),
            { Progress: { } progress } => (0, progress.Total ?? progress.Done, progress.Done, progress.Total is not null),
            _ => (summary.Pages, summary.Seen, summary.Seen - summary.Pending, summary.Listing.State == ListingState.Finished),
        };
        SessionHealth? health = sessions?.Health;
        return new ProgressSnapshot
        {
            Action = action,
            Pages = pages,
            Seen = seen,
            Done = done,
            SiteTotal = summary.SiteTotal,
            ListingFinished = isRead,
            Rate = _rate.Add(done),
            Incidents = summary.Incidents.Values.Sum(),
            State = health?.State ?? SessionState.NotStarted,
            Generation = health?.Generation ?? 0,
            InFlight = health?.OperationsInFlight ?? 0,
            Draining = draining(),
            Pause = ProgressPause.Of(_ledger.ReadPauses(endingAfter: time.GetUtcNow()), time.GetUtcNow()),
        };
    }

    public void Dispose() => _ledger?.Dispose();
}

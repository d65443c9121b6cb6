using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>Reads progress from the ledger over a connection of its own, and the session's state from its manager. It counts nothing itself.</summary>
internal sealed class ProgressSource(
    string ledgerPath, string action, ISessionManager? sessions, Func<TimeSpan?> draining, TimeProvider time) : IDisposable
{
    // Counting takes time in proportion to the run. However large it is, no more than this part of the time goes into it.
    private const int Part = 20;

    private readonly RateWindow _rate = new(TimeSpan.FromSeconds(60), time);
    private Ledger? _ledger;
    private RunSummary? _counted;
    private double? _perSecond;
    private long _countedAt;
    private TimeSpan _cost;

    /// <summary>What is known now; null while there is no run yet. The ledger's numbers may be some seconds old when it takes long to count
    /// them.</summary>
    public ProgressSnapshot? Read()
    {
        _ledger ??= Ledger.Open(ledgerPath, LedgerAccess.Read, time);
        if (_ledger.ReadRuns(action, limit: 1) is not [RunInfo run] || run.FinishedAt is not null)
        {
            return null;
        }

        RunSummary summary = Count(_ledger, run.RunId);
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
            Rate = Rate(done),
            Incidents = summary.Incidents.Values.Sum(),
            State = health?.State ?? SessionState.NotStarted,
            Generation = health?.Generation ?? 0,
            InFlight = health?.OperationsInFlight ?? 0,
            Draining = draining(),
        };
    }

    public void Dispose() => _ledger?.Dispose();

    private RunSummary Count(Ledger ledger, long run)
    {
        if (_counted is { } known && known.Run.RunId == run && time.GetElapsedTime(_countedAt) < _cost * Part)
        {
            return known;
        }

        long began = time.GetTimestamp();
        RunSummary summary = ledger.ReadSummary(run);
        (_counted, _countedAt, _perSecond) = (summary, time.GetTimestamp(), null);
        _cost = time.GetElapsedTime(began, _countedAt);
        return summary;
    }

    /// <summary>Once for each count: the same number again is no standstill.</summary>
    private double? Rate(long done) => _perSecond ??= _rate.Add(done);
}

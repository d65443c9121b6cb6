namespace Holdfast.App;

/// <summary>Reads progress from the ledger over a connection of its own, and the session's state from its manager. It counts nothing itself.</summary>
internal sealed class ProgressSource(
    string ledgerPath, string action, ISessionManager? sessions, Func<TimeSpan?> draining, TimeProvider time) : IDisposable
{
    // Counting takes time in proportion to the run. However large it is, no more than this part of the time goes into it.
    private const int Part = 20;

    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly RateWindow _rate = new(TimeSpan.FromSeconds(60), time);
    private RunLedger? _ledger;
    private RunSummary? _counted;
    private double? _perSecond;
    private long _countedAt;
    private TimeSpan _cost;

    /// <summary>What is known now; null while there is no run yet. The ledger's numbers may be some seconds old when it takes long to count
    /// them.</summary>
    public ProgressSnapshot? Read()
    {
        _ledger ??= RunLedger.Open(ledgerPath, LedgerAccess.Read, time);
        if (_ledger.ReadRuns(action, limit: 1) is not [RunInfo run] || run.FinishedAt is not null)
        {
            return null;
        }

        RunSummary summary = Count(_ledger, run.RunId);
        (string read, long known, long done, bool isAll) = summary switch
        {
            { Effects: { } effects } =>
                (
                    $"{Words.Count(effects.Pages, "page")}  {Words.Number(effects.Planned)} planned", effects.Planned, effects.Planned - effects.Pending,
                    effects.IsPlanRead),
            { Progress: { } progress } => (progress.Text ?? "", progress.Total ?? progress.Done, progress.Done, progress.Total is not null),
            _ => ($"{Words.Count(summary.Pages, "page")}  {Words.Number(summary.Seen)} seen", summary.Seen, summary.Seen - summary.Pending,
                summary.Listing.State == ListingState.Finished),
        };
        SessionHealth? health = sessions?.Health;
        return new ProgressSnapshot
        {
            Action = action,
            Read = read,
            Known = known,
            Done = done,
            SiteTotal = summary.SiteTotal,
            IsAllKnown = isAll,
            Rate = Rate(done),
            Incidents = summary.Incidents.Values.Sum(),
            State = health?.State ?? SessionState.NotStarted,
            Generation = health?.Generation ?? 0,
            Failed = health?.FailedAttempt,
            IsCheckingLogin = health?.IsCheckingLogin ?? false,
            InFlight = health?.OperationsInFlight ?? 0,
            Draining = draining(),
            Pause = ProgressPause.Of([.. _ledger.ReadPauses(endingAfter: time.GetUtcNow()).Where(pause => IsOurs(pause, run))], time.GetUtcNow()),
        };
    }

    public void Dispose() => _ledger?.Dispose();

    /// <summary>A leg waits for what its site asks it, and for what was known when it began; not for what another job is asked meanwhile.</summary>
    private bool IsOurs(StoredPause pause, RunInfo run) => pause.RunId == run.RunId || pause.AskedAt <= _began;

    private RunSummary Count(RunLedger ledger, long run)
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

using System.Collections.Concurrent;
using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>What there is to show of the run under way: the ledger's numbers, over a connection of its own, and the session's state from its manager. It
/// counts nothing itself: events say which run it is, and when its numbers are worth another look.</summary>
/// <remarks>Events may come from any thread; whoever reads and disposes is one.</remarks>
/// <param name="ledgers">Where ledgers are kept.</param>
/// <param name="ledgerPath">The ledger.</param>
/// <param name="sessions">The session that the run rides on; null when there is none.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressSource(IRunLedgerStore ledgers, string ledgerPath, ISessionManager? sessions, TimeProvider time) : IRunObserver, IDisposable
{
    // Counting takes time in proportion to the run. However large it is, no more than this part of the time goes into it.
    private const int Part = 20;

    private readonly RateWindow _rate = new(TimeSpan.FromSeconds(60), time);
    private readonly ConcurrentDictionary<string, StoredPause> _pauses = new(StringComparer.Ordinal);
    private volatile RunBegan? _run;
    private volatile bool _isStale;
    private DateTimeOffset _began;
    private ILedgerReader? _ledger;
    private IReadOnlyList<StoredPause>? _earlierPauses;
    private RunSummary? _counted;
    private double? _perSecond;
    private long _countedAt;
    private TimeSpan _cost;

    /// <summary>How long a stop has lasted; gives null (the default) while none was asked for.</summary>
    public Func<TimeSpan?> Stopping { get; set; } = static () => null;

    /// <inheritdoc/>
    public void Observe(RunEvent happened)
    {
        switch (happened)
        {
            case RunBegan began:
                _began = time.GetUtcNow();
                _run = began;
                break;
            case RunEnded:
                _run = null;
                break;
            case PauseRecorded { Pause: { } pause }:
                _pauses[pause.Endpoint] = pause;
                break;
            default:
                _isStale = true;
                break;
        }
    }

    /// <summary>What is known now; null while no run is under way. The ledger's numbers may be some seconds old when it takes long to count
    /// them.</summary>
    public async Task<ProgressSnapshot?> ReadAsync()
    {
        if (_run is not { } run)
        {
            return null;
        }

        _ledger ??= ledgers.Read(ledgerPath);
        RunSummary summary = await CountAsync(_ledger, run.RunId).ConfigureAwait(false);
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
            Action = run.Action,
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
            Stopping = Stopping(),
            Pause = ProgressPause.Of([.. await EarlierPausesAsync(_ledger).ConfigureAwait(false), .. _pauses.Values], time.GetUtcNow()),
        };
    }

    public void Dispose() => _ledger?.Dispose();

    /// <summary>A leg waits for what its site asks it, and for what was known when it began; not for what another job is asked meanwhile.</summary>
    private async Task<IReadOnlyList<StoredPause>> EarlierPausesAsync(ILedgerReader ledger) => _earlierPauses ??=
        [.. (await ledger.ReadPausesAsync(endingAfter: time.GetUtcNow()).ConfigureAwait(false)).Where(pause => pause.AskedAt <= _began)];

    private async Task<RunSummary> CountAsync(ILedgerReader ledger, long run)
    {
        if (_counted is { } known && known.Run.RunId == run && (!_isStale || time.GetElapsedTime(_countedAt) < _cost * Part))
        {
            // Nothing has happened since: that is a standstill. Whatever is known late is none.
            _perSecond = _isStale ? _perSecond : null;
            return known;
        }

        // Before the look, so that what happens meanwhile is worth another.
        _isStale = false;
        long began = time.GetTimestamp();
        RunSummary summary = await ledger.ReadSummaryAsync(run).ConfigureAwait(false);
        (_counted, _countedAt, _perSecond) = (summary, time.GetTimestamp(), null);
        _cost = time.GetElapsedTime(began, _countedAt);
        return summary;
    }

    /// <summary>Once for each count: the same number again is no standstill.</summary>
    private double? Rate(long done) => _perSecond ??= _rate.Add(done);
}

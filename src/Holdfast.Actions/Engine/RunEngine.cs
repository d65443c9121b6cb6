using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Actions;

/// <summary>Runs an action: resumes what is unfinished, commits batch by batch, and reads its summary back from the ledger.</summary>
/// <remarks>Thread safe. Any number of runs, one after the other or at once, each of its own action or on its own ledger, on one session. A run opens
/// the session when it needs it and leaves it open: it ends with its owner, the container or the host, or when its <see cref="ISessionManager"/> is
/// disposed. Whoever wants to watch registers an <see cref="IRunObserver"/>.</remarks>
public sealed class RunEngine
{
    private readonly ISessionManager _sessions;
    private readonly SessionHttpClient _http;
    private readonly SessionRuns _runs;
    private readonly RunObservers _observers;
    private readonly IReadOnlyList<SinkRegistration> _sinks;
    private readonly IRunLedgerStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal RunEngine(
        ISessionManager sessions,
        SessionHttpClient http,
        SessionRuns runs,
        IEnumerable<IRunObserver> observers,
        IEnumerable<SinkRegistration> sinks,
        IRunLedgerStore store,
        TimeProvider time,
        ILogger<RunEngine>? logger = null)
    {
        _sessions = sessions;
        _http = http;
        _runs = runs;
        _sinks = [.. sinks];
        _store = store;
        _time = time;
        _logger = logger ?? NullLogger<RunEngine>.Instance;
        _observers = new RunObservers(observers, _logger);
    }

    /// <summary>Runs an action to its end, or until it is asked to stop.</summary>
    /// <param name="action">What to run.</param>
    /// <param name="settings">How.</param>
    /// <param name="stop">Asks for a stop: nothing new is begun, batches in flight are committed.</param>
    /// <returns>How it ended, with the run's totals.</returns>
    /// <exception cref="ArgumentException">The action is of a kind that cannot be run, or one of its sinks does not take its records.</exception>
    /// <exception cref="InvalidOperationException">The action keeps a type as JSON that nothing in the program knows how to write; see
    /// <see cref="RunSettings.JsonTypes"/>.</exception>
    /// <exception cref="RecordSinkException">A sink in the ledger's file failed: a bug of the sink. The leg is marked as faulted, and starting again
    /// goes on.</exception>
    /// <exception cref="RunLockedException">Another process, or another run of this one, runs this action on this ledger.</exception>
    /// <exception cref="LedgerException">The ledger cannot be used, at the start or later; the change that failed was undone. A disk that
    /// fills up later is <see cref="RunEnd.DiskFull"/> instead.</exception>
    /// <exception cref="SessionUnavailableException">The session was ended by its owner, before the run or under it. Starting again goes on.</exception>
    /// <remarks>Any other exception is a bug. After each that comes up later than the start the leg is marked as faulted, and starting again goes on. The
    /// ledger has each death of the session while the run went on; one whose recovery was still under way at the end of the run stays open in it.</remarks>
    public Task<RunReport> RunAsync(IAction action, RunSettings settings, CancellationToken stop) => RunAsync(action, settings, workOver: null, stop);

    /// <summary>As <see cref="RunAsync(IAction, RunSettings, CancellationToken)"/>, for whoever ends the session with the run.</summary>
    /// <param name="action">What to run.</param>
    /// <param name="settings">How.</param>
    /// <param name="workOver">Called when the work is over, however it ended, and the ledger is still open: it ends the session, so that the session's last
    /// incident has its outcome there. Null leaves the session as it is.</param>
    /// <param name="stop">Asks for a stop.</param>
    internal async Task<RunReport> RunAsync(IAction action, RunSettings settings, Func<Task>? workOver, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(settings);
        HoldfastAction known = action as HoldfastAction
            ?? throw new ArgumentException($"Action '{action.Name}' is of a kind that cannot be run.", nameof(action));
        _store.RequireRoom(settings.LedgerPath, settings.MinFreeBytes);
        using IDisposable runLock = _store.Lock(settings.LedgerPath, action.Name);

        // Not before: the action may be in another run that holds the lock.
        known.TakeJson(settings.JsonTypes);
        LegSinks? sinks = LegSinks.Of(action, _sinks, _store);
        IRunLedger ledger = await _store.BeginLegAsync(settings.LedgerPath, action.Name, _http.Site).ConfigureAwait(false);
        await using (ledger.ConfigureAwait(false))
        {
            RunLog.LegStarted(_logger, action.Name, ledger.RunId, ledger.Writer.Epoch, ledger.IsResumed);
            RunEvents events = new(_observers, new RunKey(settings.LedgerPath, _sessions.Name, action.Name, ledger.RunId, ledger.Writer.Epoch));
            events.Began(ledger.IsResumed);
            RunReport? report = null;
            try
            {
                RunStoppedException? stopped = await WorkAsync(known, settings, sinks, ledger, events, workOver, stop).ConfigureAwait(false);
                report = await EndAsync(action, sinks, ledger, stopped).ConfigureAwait(false);
                return report;
            }
            catch
            {
                await MarkFaultedAsync(ledger).ConfigureAwait(false);
                throw;
            }
            finally
            {
                events.Ended(report?.End, report?.Reason);
            }
        }
    }

    /// <summary>A dry run of a send action: reads its plan, and shows what a run would send. Sends nothing and writes nothing but that a login was
    /// refused, which counts whatever it was for.</summary>
    /// <param name="action">A send action.</param>
    /// <param name="settings">How it would be run.</param>
    /// <param name="show">Called for each effect: first for those that wait in the ledger, then in the order of the plan.</param>
    /// <param name="stop">Asks for a stop.</param>
    /// <returns>How it ended, and why if not well.</returns>
    /// <exception cref="ArgumentException">The action is of another kind.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="RunAsync(IAction, RunSettings, CancellationToken)"/>.</exception>
    /// <exception cref="RunLockedException">Another process runs this action on this ledger.</exception>
    /// <exception cref="LedgerException">The ledger cannot be read, or its effects belong to another site.</exception>
    public async Task<(RunEnd End, string? Reason)> PreviewAsync(
        IAction action, RunSettings settings, Action<EffectPreview> show, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(settings);
        ISend send = action as ISend ?? throw new ArgumentException($"Action '{action.Name}' sends nothing.", nameof(action));
        using IDisposable runLock = _store.Lock(settings.LedgerPath, action.Name);
        (action as HoldfastAction)?.TakeJson(settings.JsonTypes);
        using (ILedgerReader? ledger = _store.OpenToRead(settings.LedgerPath))
        {
            if (ledger is not null)
            {
                await ledger.RequireEffectsHereAsync(action.Name, _http.Site).ConfigureAwait(false);
                _http.Throttle.Restore(PauseMapping.ToRemembered(await ledger.ReadRememberedPausesAsync().ConfigureAwait(false)));
            }
        }

        LoginsOf(settings);
        Arrival arrival = new(_http, settings.RetryDelay, _time);
        WorkPipeline work = NewPipeline(action, settings, arrival, lease => RequireMemberAsync(settings.LedgerPath, action, lease), stop);
        RunStoppedException? stopped = await arrival.ArriveAsync(stop).ConfigureAwait(false)
            ?? await new SendPreview(send, settings, work, _store, show).RunAsync(stop).ConfigureAwait(false);
        return (stopped?.End ?? RunEnd.Completed, stopped?.Message);
    }

    /// <summary>Does a leg's work. What happens to the session meanwhile reaches the leg's ledger, and no other time's.</summary>
    private async Task<RunStoppedException?> WorkAsync(
        HoldfastAction action,
        RunSettings settings,
        LegSinks? sinks,
        IRunLedger ledger,
        RunEvents events,
        Func<Task>? workOver,
        CancellationToken stop)
    {
        LegSession session = new(ledger, events, _runs, LoginsOf(settings), _http.Throttle);
        await using (session.ConfigureAwait(false))
        {
            Func<Task> end = workOver ?? (() => session.ResolvedAsync(_sessions, _time));
            RunStoppedException? stopped;
            try
            {
                stopped = await WorkAsync(action, settings, sinks, ledger, events, stop).ConfigureAwait(false);
            }
            catch
            {
                // How the work failed is told, whatever becomes of the session.
                await Task.Run(end, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }

            await end().ConfigureAwait(false);
            return stopped;
        }
    }

    private async Task<RunStoppedException?> WorkAsync(
        HoldfastAction action, RunSettings settings, LegSinks? sinks, IRunLedger ledger, RunEvents events, CancellationToken stop)
    {
        _http.Throttle.Restore(PauseMapping.ToRemembered(await ledger.ReadRememberedPausesAsync().ConfigureAwait(false)));
        Arrival arrival = new(_http, settings.RetryDelay, _time);
        WorkPipeline work = NewPipeline(action, settings, arrival, lease => RequireMemberAsync(ledger, lease), stop);
        LegRun run = new(settings, ledger, events, work, new CriticalFailurePolicy(settings.CriticalFailures), _time, _logger);
        DeliveryWorkers workers = await DeliveryWorkers.StartAsync(run, sinks).ConfigureAwait(false);
        await using (workers.ConfigureAwait(false))
        {
            RunStoppedException? stopped = await arrival.ArriveAsync(stop).ConfigureAwait(false)
                ?? await action.BeginLeg(run).RunAsync(stop).ConfigureAwait(false);
            return await workers.FinishAsync(stopped, stop).ConfigureAwait(false);
        }
    }

    private LedgerLoginLimit LoginsOf(RunSettings settings) => _runs.LoginsOf(
        settings.LedgerPath, () => new LedgerLoginLimit(() => _http.Account, _store.LoginsOf(Path.GetFullPath(settings.LedgerPath)), _time));

    private WorkPipeline NewPipeline(IAction action, RunSettings settings, Arrival arrival, Func<SessionLease, Task> admit, CancellationToken stop) => new(
        _sessions,
        _http,
        _runs.Flight,
        settings,
        _time,
        async lease =>
        {
            await arrival.AdmitAsync(stop).ConfigureAwait(false);
            await admit(lease).ConfigureAwait(false);
        },
        waited => LogTrialWaits(action.Name, waited),
        generation => RunLog.LossSwallowed(_logger, action.Name, generation));

    /// <summary>A log that fails takes no turn away from those that wait.</summary>
    private void LogTrialWaits(string action, TimeSpan waited)
    {
        try
        {
            RunLog.TrialWaits(_logger, action, waited.TotalSeconds, _runs.Flight.InFlight);
        }
        catch (Exception)
        {
            // Nothing depends on it.
        }
    }

    /// <summary>A run is one member's: who logs in as another one later must not mix the two.</summary>
    private static async Task RequireMemberAsync(IRunLedger ledger, SessionLease lease)
    {
        if (lease.MemberName is { } member && await ledger.TakeMemberAsync(ledger.Writer, member).ConfigureAwait(false) is { } other)
        {
            throw OfAnother(other, ledger.Action);
        }
    }

    /// <summary>The same for a dry run, which writes nothing: it must not promise what the run refuses.</summary>
    private Task RequireMemberAsync(string path, IAction action, SessionLease lease) => Task.Run(async () =>
    {
        if (lease.MemberName is { } member)
        {
            using ILedgerReader? ledger = _store.OpenToRead(path);
            if (ledger is not null && await ledger.FindOtherMemberAsync(action.Name, member).ConfigureAwait(false) is { } other)
            {
                throw OfAnother(other, action.Name);
            }
        }
    });

    private static RunStoppedException OfAnother(long run, string action) => new(
        RunEnd.Misconfigured,
        $"run {run} of '{action}' is of another member than the one who is logged in now; going on would mix the two in one run. "
        + $"Log in as that member, or use another ledger; if it is the same member under a new name, say 'runs release {action}'");

    /// <summary>Closes the account.</summary>
    private static async Task<RunReport> EndAsync(IAction action, LegSinks? sinks, IRunLedger ledger, RunStoppedException? stopped)
    {
        RunSummary summary = await ledger.ReadSummaryAsync().ConfigureAwait(false);
        IReadOnlyList<LedgerMismatch> mismatches = await ledger.CheckAsync().ConfigureAwait(false);

        // Only a gather has a list that could have moved. A sink that this program does not have is shown, and is no gap that it could close.
        bool isWhole = summary.Missing == 0
            && sinks?.Deliveries.Any(sink => summary.Waiting.ContainsKey(sink.Name)) is not true
            && (action is not IGather || (await ledger.ReadReconciliationAsync(limit: 0).ConfigureAwait(false)).IsConsistent);
        RunEnd end = stopped?.End ?? (isWhole ? RunEnd.Completed : RunEnd.CompletedWithGaps);
        string? reason = stopped?.Message;
        try
        {
            if (end != RunEnd.Fenced)
            {
                LegOutcome outcome = mismatches.Count == 0 ? OutcomeOf(end) : LegOutcome.Faulted;
                await ledger.EndLegAsync(ledger.Writer, outcome, finishesRun: stopped is null && mismatches.Count == 0).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (RunStoppedException.From(exception) is { } late)
        {
            // A disk that is full, or a leg that was replaced, shows again or only now.
            (end, reason) = (late.End, late.Message);
        }

        // The last look: nothing is reported of a file that nobody can open any more.
        await ledger.RequireInPlaceAsync().ConfigureAwait(false);
        return new RunReport(end, await ledger.ReadSummaryAsync().ConfigureAwait(false), mismatches, reason);
    }

    /// <summary>Leaves a trace of a bug. What prevents that must not hide the bug.</summary>
    private static async Task MarkFaultedAsync(IRunLedger ledger)
    {
        try
        {
            await ledger.EndLegAsync(ledger.Writer, LegOutcome.Faulted, finishesRun: false).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is LedgerException or EpochFencedException)
        {
            // The leg stays without an outcome, as after a kill.
        }
    }

    private static LegOutcome OutcomeOf(RunEnd end) => end switch
    {
        RunEnd.Completed => LegOutcome.Finished,
        RunEnd.CompletedWithGaps => LegOutcome.FinishedWithGaps,
        RunEnd.BudgetUsedUp => LegOutcome.BudgetUsedUp,
        RunEnd.Stopped => LegOutcome.Stopped,
        _ => LegOutcome.GaveUp,
    };
}

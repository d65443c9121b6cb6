using System.Globalization;

namespace Holdfast.Simulation.Tests;

/// <summary>Before the real ledger: takes calls one at a time, as the ledger's thread does, and lets each take as long, and go as wrong, as the plan says.
/// Thread safe.</summary>
/// <param name="plan">What goes wrong.</param>
/// <param name="clock">The clock.</param>
/// <param name="turns">Where the ledger's own ends are waited for.</param>
/// <param name="browsers">Who dies of it.</param>
/// <param name="trials">Who is told of outcomes.</param>
/// <param name="book">What really happened.</param>
internal sealed class LedgerDesk(FaultPlan plan, QuietClock clock, Turns turns, SimulatedBrowsers browsers, Trials trials, WorldBook book)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _asked = [];
    private Queue<LedgerCall> _waiting = new();
    private FaultKind _now;
    private bool _isBusy;
    private bool _isClosed;

    /// <summary>Called when the job is to be killed.</summary>
    public Action Kill { get; set; } = static () => { };

    /// <summary>When the newest call was made of which the ledger has kept a pause.</summary>
    public DateTimeOffset PausesKept { get; private set; }

    /// <summary>A call to the ledger that ends by itself: nobody is waited for but its thread.</summary>
    /// <param name="what">The method.</param>
    /// <param name="generation">The generation that must live for it to be committed; null for none.</param>
    /// <param name="call">Calls the ledger.</param>
    public Task<T> CallAsync<T>(string what, int? generation, Func<Task<T>> call)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return Take(new LedgerCall(what, generation, clock.GetUtcNow(), call, task => answer.SetFromTask((Task<T>)task))) ? answer.Task : call();
    }

    /// <summary>The same, for a call without a result.</summary>
    /// <param name="what">The method.</param>
    /// <param name="generation">The generation that must live for it to be committed; null for none.</param>
    /// <param name="outcomes">The items that have an outcome once it is committed.</param>
    /// <param name="call">Calls the ledger.</param>
    public Task CallAsync(string what, int? generation, IReadOnlyList<string> outcomes, Func<Task> call)
    {
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return Take(new LedgerCall(what, generation, clock.GetUtcNow(), call, answer.SetFromTask) { Outcomes = outcomes }) ? answer.Task : call();
    }

    /// <summary>The ledger is closed, after everything that waits.</summary>
    public Task CloseAsync(Func<Task> close)
    {
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LedgerCall last = new("close", null, clock.GetUtcNow(), () => Task.CompletedTask, _ => closed.SetResult()) { Close = close };
        return Take(last) ? closed.Task : close();
    }

    /// <summary>The last look at the disk, in the transaction.</summary>
    /// <exception cref="LedgerException">It is full.</exception>
    public void LookAtRoom()
    {
        if (_now == FaultKind.DiskFull)
        {
            throw new LedgerException(LedgerFault.DiskFull, "simulated", "the disk is full");
        }

        if (_now == FaultKind.DeathInCommit)
        {
            browsers.Die(browsers.Current);
        }
    }

    /// <summary>Another leg begins: what waited is gone with the one before.</summary>
    public void Open()
    {
        lock (_lock)
        {
            (_waiting, _isBusy, _isClosed) = (new Queue<LedgerCall>(), false, false);
        }
    }

    /// <returns>False when the ledger is closed, and will say so itself.</returns>
    private bool Take(LedgerCall call)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            _waiting.Enqueue(call);
            _isClosed = call.Close is not null;
            if (_isBusy)
            {
                return true;
            }

            _isBusy = true;
        }

        BeginNext();
        return true;
    }

    private void BeginNext()
    {
        LedgerCall? call;
        int ordinal;
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out call))
            {
                _isBusy = false;
                return;
            }

            ordinal = _asked[call.What] = _asked.GetValueOrDefault(call.What) + 1;
        }

        FaultKind fault = plan.At(FaultPlace.Ledger, call.What, ordinal);
        TimeSpan before = fault == FaultKind.SlowLedger ? TimeSpan.FromSeconds(3) : Latency("before", call, ordinal);
        After(before, () => Begin(call, ordinal, fault));
    }

    private void Begin(LedgerCall call, int ordinal, FaultKind fault)
    {
        book.Note(string.Create(CultureInfo.InvariantCulture, $"ledger: {call.What} #{ordinal} {fault}"));
        switch (fault)
        {
            case FaultKind.KillBeforeCommit:
                Kill();
                break;
            case FaultKind.DeathBeforeCommit:
                browsers.Die(browsers.Current);

                // Not before everybody has heard of it: what waits for the thread must not wait while that waits for the ledger.
                After(TimeSpan.Zero, () => Execute(call, ordinal, fault));
                break;
            default:
                Execute(call, ordinal, fault);
                break;
        }
    }

    private void Execute(LedgerCall call, int ordinal, FaultKind fault)
    {
        bool isLate = call.Generation is { } lost && browsers.IsDead(lost);
        _now = fault;
        Task done = call.Execute();
        _now = FaultKind.None;
        if (done.IsCompletedSuccessfully)
        {
            NoteDone(call, isLate);
        }

        if (fault == FaultKind.KillAfterCommit)
        {
            Kill();
            return;
        }

        if (call.Close is { } close)
        {
            _ = CloseAsync(close, call);
            return;
        }

        TimeSpan after = Latency("after", call, ordinal);
        After(after, () =>
        {
            call.Answer(done);
            BeginNext();
        });
    }

    private void NoteDone(LedgerCall call, bool isLate)
    {
        trials.Clear(call.Outcomes);
        if (call.Generation is { } generation)
        {
            book.Commit(generation);
            if (isLate)
            {
                book.Complain($"{call.What} was committed for generation {generation}, which was dead");
            }
        }

        if (call.What == nameof(IRunLedger.RecordPauseAsync))
        {
            PausesKept = call.At;
        }
    }

    private async Task CloseAsync(Func<Task> close, LedgerCall call)
    {
        await turns.AwayAsync(async () =>
        {
            await close();
            return true;
        });
        call.Answer(Task.CompletedTask);
    }

    /// <summary>Mostly a moment, sometimes a while.</summary>
    private TimeSpan Latency(string when, LedgerCall call, int ordinal) => plan.Time(
        $"{when} {call.What}",
        ordinal,
        TimeSpan.FromMilliseconds(plan.Number($"how {when} {call.What}", 10, ordinal) switch { < 6 => 0.2, < 9 => 10, _ => 200 }));

    private void After(TimeSpan span, Action work) => clock.CreateTimer(_ => work(), null, span, Timeout.InfiniteTimeSpan);
}

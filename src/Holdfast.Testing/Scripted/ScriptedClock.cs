using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Testing;

/// <summary>A clock that stands still until it is advanced, and tells when somebody waits for it: a test advances after the wait began.</summary>
/// <remarks>Thread safe.</remarks>
public sealed class ScriptedClock : FakeTimeProvider, IBootClock
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TimeSpan, int> _timers = [];
    private readonly Dictionary<ScriptedTimer, long> _waits = [];
    private readonly List<(TimeSpan Due, int Count, TaskCompletionSource Reached)> _waiters = [];
    private readonly List<(Func<TimeSpan, bool> Match, TaskCompletionSource<TimeSpan> Found)> _matching = [];
    private readonly long _booted;
    private long _slept;
    private long _set;

    /// <summary>A clock at the beginning of the year 2000.</summary>
    public ScriptedClock() => _booted = GetTimestamp();

    /// <inheritdoc/>
    public TimeSpan? SinceBoot => TimeSpan.FromTicks(GetTimestamp() - _booted + Interlocked.Read(ref _slept));

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _slept) + Interlocked.Read(ref _set));

    /// <inheritdoc/>
    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>The machine sleeps: the wall clock goes on while the monotonic clock, and so every wait, stands still.</summary>
    /// <param name="duration">How long.</param>
    public void Sleep(TimeSpan duration) => Interlocked.Add(ref _slept, duration.Ticks);

    /// <summary>Somebody sets the wall clock; no other clock, and no wait, is touched.</summary>
    /// <param name="by">By how much; negative sets it back.</param>
    public void Set(TimeSpan by) => Interlocked.Add(ref _set, by.Ticks);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ScriptedTimer timer = new(this, isDeadline: state is CancellationTokenSource);
        NoteWait(timer, dueTime);
        timer.Start(base.CreateTimer(
            given =>
            {
                timer.Fired();
                callback(given);
            },
            state,
            dueTime,
            period));
        lock (_lock)
        {
            int count = _timers[dueTime] = _timers.GetValueOrDefault(dueTime) + 1;
            foreach ((TimeSpan due, int awaited, TaskCompletionSource reached) in _waiters)
            {
                if (due == dueTime && awaited == count)
                {
                    reached.TrySetResult();
                }
            }

            foreach ((Func<TimeSpan, bool> match, TaskCompletionSource<TimeSpan> found) in _matching)
            {
                if (match(dueTime))
                {
                    found.TrySetResult(dueTime);
                }
            }
        }

        return timer;
    }

    /// <summary>How many timers were ever made for this span.</summary>
    /// <param name="due">The span.</param>
    /// <returns>The count.</returns>
    public int Timers(TimeSpan due)
    {
        lock (_lock)
        {
            return _timers.GetValueOrDefault(due);
        }
    }

    /// <summary>Waits until somebody waits this long, for the given time.</summary>
    /// <param name="due">How long they wait.</param>
    /// <param name="count">The ordinal among the waits of this length, from 1.</param>
    /// <returns>A task that ends when the wait has begun.</returns>
    /// <exception cref="TimeoutException">It did not begin within 60 s of real time.</exception>
    public Task TimerAsync(TimeSpan due, int count = 1)
    {
        lock (_lock)
        {
            if (_timers.GetValueOrDefault(due) >= count)
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((due, count, reached));
            return reached.Task.InTime();
        }
    }

    /// <summary>Waits until somebody waits from now on for a span like this.</summary>
    /// <param name="match">Which spans.</param>
    /// <returns>The span.</returns>
    /// <exception cref="TimeoutException">Nobody did within 60 s of real time.</exception>
    public Task<TimeSpan> NextTimerAsync(Func<TimeSpan, bool> match)
    {
        lock (_lock)
        {
            TaskCompletionSource<TimeSpan> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _matching.Add((match, found));
            return found.Task.InTime();
        }
    }

    /// <summary>Advances when a wait of this length has begun.</summary>
    /// <param name="due">How long somebody waits, and how far the clock goes.</param>
    /// <param name="count">The ordinal among the waits of this length, from 1.</param>
    /// <returns>A task that ends when the clock has gone on.</returns>
    /// <exception cref="TimeoutException">The wait did not begin within 60 s of real time.</exception>
    public async Task PassAsync(TimeSpan due, int count = 1)
    {
        await TimerAsync(due, count).ConfigureAwait(false);
        Advance(due);
    }

    /// <summary>Advances until the task ends: only where it does not matter which deadlines pass.</summary>
    /// <param name="task">The task.</param>
    /// <param name="step">How far to go at a time.</param>
    /// <returns>A task that ends as the given one does.</returns>
    /// <exception cref="TimeoutException">It did not end within 60 s of real time.</exception>
    public async Task PumpAsync(Task task, TimeSpan step)
    {
        ArgumentNullException.ThrowIfNull(task);
        await RealDeadline.Until(() =>
        {
            if (!task.IsCompleted)
            {
                Advance(step);
            }

            return task.IsCompleted;
        }).ConfigureAwait(false);
        await task.ConfigureAwait(false);
    }

    /// <summary>How far it is to the nearest end of a wait; null when nobody waits. Deadlines of something that is under way do not count:
    /// whoever is under way will say what comes next.</summary>
    internal TimeSpan? NextWait
    {
        get
        {
            lock (_lock)
            {
                // A wait that began while the clock was advanced may end later than noted; then the clock feels its way to it.
                return _waits.Count == 0 ? null : TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, _waits.Values.Min() - GetTimestamp()));
            }
        }
    }

    /// <summary>Advances from one end of a wait to the next, so that nobody wakes up too late and takes that for a suspension.</summary>
    /// <param name="span">How far.</param>
    /// <param name="nextStep">How far the clock may go at once; null while somebody who is not busy for ever does not wait for this clock:
    /// until then, it stands.</param>
    internal async Task AdvanceThroughAsync(TimeSpan span, Func<TimeSpan?> nextStep)
    {
        while (true)
        {
            TimeSpan? next = null;
            await RealDeadline.Until(() => (next = nextStep()) is not null).ConfigureAwait(false);
            if (span <= TimeSpan.Zero)
            {
                return;
            }

            TimeSpan step = next!.Value < span ? next.Value : span;
            Advance(step);
            span -= step;
        }
    }

    private void NoteWait(ScriptedTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            if (timer.IsDeadline || dueTime == Timeout.InfiniteTimeSpan)
            {
                _waits.Remove(timer);
            }
            else
            {
                // This clock's timestamps are ticks.
                _waits[timer] = GetTimestamp() + dueTime.Ticks;
            }
        }
    }

    private void Forget(ScriptedTimer timer)
    {
        lock (_lock)
        {
            _waits.Remove(timer);
        }
    }

    private sealed class ScriptedTimer(ScriptedClock clock, bool isDeadline) : ITimer
    {
        private ITimer? _inner;

        public bool IsDeadline { get; } = isDeadline;

        public void Start(ITimer inner) => _inner = inner;

        public void Fired() => clock.Forget(this);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.NoteWait(this, dueTime);
            return _inner!.Change(dueTime, period);
        }

        public void Dispose()
        {
            clock.Forget(this);
            _inner?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

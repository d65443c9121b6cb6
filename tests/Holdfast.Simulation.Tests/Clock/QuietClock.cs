namespace Holdfast.Simulation.Tests;

/// <summary>A clock that goes from the end of one wait to the end of the next, and only when it is told to: see <see cref="Turns"/>. Of waits that end at the
/// same time, the seed says which comes first.</summary>
/// <param name="seed">The seed.</param>
/// <remarks>Thread safe, but for <see cref="GoOn"/>.</remarks>
internal sealed class QuietClock(int seed) : TimeProvider, IBootClock
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<(Waiting Timer, int Version), (long Due, uint Tie, int Order)> _queue = new();
    private long _now;
    private long _slept;
    private int _order;
    private int _life;

    /// <summary>The clock of everything that is not the job: what it waits for comes, whether the job is there or not.</summary>
    public TimeProvider World => new WorldClock(this);

    /// <summary>Which of the jobs lives, one killed after the other.</summary>
    public int Life => Volatile.Read(ref _life);

    public TimeSpan Now => TimeSpan.FromTicks(Interlocked.Read(ref _now));

    public TimeSpan? SinceBoot => Now + TimeSpan.FromTicks(Interlocked.Read(ref _slept));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => s_start + SinceBoot!.Value;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        CreateTimer(callback, state, dueTime, period, Life);

    /// <summary>Goes to the end of the next wait, and ends it.</summary>
    /// <returns>False when nobody waits.</returns>
    public bool GoOn()
    {
        Action callback;
        lock (_lock)
        {
            while (true)
            {
                if (!_queue.TryDequeue(out (Waiting Timer, int Version) next, out (long Due, uint Tie, int Order) when))
                {
                    return false;
                }

                if (next.Timer.Version == next.Version && (next.Timer.Life is null || next.Timer.Life == _life))
                {
                    Interlocked.Exchange(ref _now, Math.Max(_now, when.Due));
                    callback = next.Timer.Fire_NeedsLock();
                    break;
                }
            }
        }

        callback();
        return true;
    }

    /// <summary>The job does not run for a while, and what it waited for is overdue then.</summary>
    public void Stop(TimeSpan span) => Interlocked.Add(ref _now, span.Ticks);

    /// <summary>The machine sleeps for a while: every wait lasts as much longer.</summary>
    public void Sleep(TimeSpan span) => Interlocked.Add(ref _slept, span.Ticks);

    /// <summary>The job is killed: what it waited for never comes.</summary>
    public void Kill() => Interlocked.Increment(ref _life);

    private Waiting CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period, int? life)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Waiting timer = new(this, () => callback(state), life);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    private void Enqueue_NeedsLock(Waiting timer, TimeSpan due)
    {
        int order = _order++;
        _queue.Enqueue((timer, timer.Version), (_now + Math.Max(0, due.Ticks), SeededHash.Of(seed, "tie", order), order));
    }

    private sealed class WorldClock(QuietClock clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period, life: null);
    }

    /// <param name="clock">The clock.</param>
    /// <param name="callback">What is done in the end.</param>
    /// <param name="life">The life of the job that waits; null for the world.</param>
    private sealed class Waiting(QuietClock clock, Action callback, int? life) : ITimer
    {
        private TimeSpan _period;

        public int? Life => life;

        /// <summary>An entry of the queue with another version is one that was changed since.</summary>
        public int Version { get; private set; }

        public Action Fire_NeedsLock()
        {
            Version++;
            if (_period > TimeSpan.Zero)
            {
                clock.Enqueue_NeedsLock(this, _period);
            }

            return callback;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                Version++;
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    clock.Enqueue_NeedsLock(this, dueTime);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

namespace Holdfast.Simulation.Tests;

/// <summary>A clock that goes from the end of one wait to the end of the next, and only while nobody in the process has anything to do: what happens at one
/// time is over before the next time comes, however slow the machine is.</summary>
/// <remarks>Thread safe, but for <see cref="GoOn"/>.</remarks>
internal sealed class QuietClock : TimeProvider, IBootClock
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<(Waiting Timer, int Version), (long Due, long Order)> _queue = new();
    private long _now;
    private long _order;

    public TimeSpan Now => TimeSpan.FromTicks(Interlocked.Read(ref _now));

    public TimeSpan? SinceBoot => Now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => s_start + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Waiting timer = new(this, () => callback(state));
        _ = timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes to the end of the next wait, and ends it.</summary>
    /// <returns>False when nobody waits.</returns>
    public bool GoOn()
    {
        Action callback;
        lock (_lock)
        {
            while (true)
            {
                if (!_queue.TryDequeue(out (Waiting Timer, int Version) next, out (long Due, long Order) when))
                {
                    return false;
                }

                if (next.Timer.Version == next.Version)
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

    /// <summary>Time goes by while nothing of ours runs.</summary>
    public void Skip(TimeSpan span) => Interlocked.Add(ref _now, span.Ticks);

    private void Enqueue_NeedsLock(Waiting timer, TimeSpan due) =>
        _queue.Enqueue((timer, timer.Version), (_now + Math.Max(0, due.Ticks), _order++));

    private sealed class Waiting(QuietClock clock, Action callback) : ITimer
    {
        private TimeSpan _period;

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

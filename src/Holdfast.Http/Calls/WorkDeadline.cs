namespace Holdfast.Http;

/// <summary>How long work may take. Its time stands still while a call of the work waits because the site wants it so. Thread safe.</summary>
internal sealed class WorkDeadline : IDisposable
{
    // What is due at once could run callbacks in here, within the lock.
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _over;
    private TimeSpan _left;
    private long _since;
    private int _waiting;

    // For good: there is no limit, or nobody asks any longer.
    private bool _stands;

    /// <param name="timeout">How long the work may take; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="time">The clock.</param>
    public WorkDeadline(TimeSpan timeout, TimeProvider time)
    {
        (_time, _left, _since) = (time, timeout, time.GetTimestamp());
        _over = new CancellationTokenSource(timeout, time);
        Token = _over.Token;
        _stands = timeout == Timeout.InfiniteTimeSpan;
    }

    /// <summary>Ends when the work has taken too long.</summary>
    public CancellationToken Token { get; }

    /// <summary>A call begins to wait. The time goes on when the last one that waits has done so.</summary>
    /// <returns>Ends the wait when disposed, once.</returns>
    public IDisposable BeginWait()
    {
        lock (_lock)
        {
            if (_waiting++ == 0 && !_stands)
            {
                _left -= _time.GetElapsedTime(_since);
                _over.CancelAfter(Timeout.InfiniteTimeSpan);
            }
        }

        return new Wait(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            // Work that nobody waits for any longer may still be waiting.
            _stands = true;
            _over.Dispose();
        }
    }

    private void EndWait()
    {
        lock (_lock)
        {
            if (--_waiting == 0 && !_stands)
            {
                _since = _time.GetTimestamp();
                _over.CancelAfter(_left > s_soon ? _left : s_soon);
            }
        }
    }

    private sealed class Wait(WorkDeadline deadline) : IDisposable
    {
        public void Dispose() => deadline.EndWait();
    }
}

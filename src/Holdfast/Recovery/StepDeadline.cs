namespace Holdfast;

/// <summary>A step's deadline that can be stopped while it waits for what is not its own affair, such as a person's answer. Thread safe.</summary>
internal sealed class StepDeadline : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _source;
    private TimeSpan _left;
    private long _since;
    private int _holds;
    private bool _disposed;

    /// <param name="timeout">How long the step may take; infinite for no limit.</param>
    /// <param name="time">The clock.</param>
    public StepDeadline(TimeSpan timeout, TimeProvider time)
    {
        Timeout = timeout;
        _time = time;
        _left = timeout;
        _since = time.GetTimestamp();
        _source = new CancellationTokenSource(timeout, time);
        Token = _source.Token;
    }

    /// <summary>How long the step may take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Fires when the time is over.</summary>
    public CancellationToken Token { get; }

    /// <summary>Stops the clock until what is returned is disposed of; several add up.</summary>
    public IDisposable Hold()
    {
        lock (_lock)
        {
            if (_holds++ == 0 && Timeout >= TimeSpan.Zero && !_disposed)
            {
                _left -= _time.GetElapsedTime(_since);
                _source.CancelAfter(System.Threading.Timeout.InfiniteTimeSpan);
            }
        }

        return new Held(this);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _source.Dispose();
        }
    }

    private void Release()
    {
        lock (_lock)
        {
            if (--_holds == 0 && Timeout >= TimeSpan.Zero && !_disposed)
            {
                _since = _time.GetTimestamp();
                _source.CancelAfter(_left > TimeSpan.Zero ? _left : TimeSpan.Zero);
            }
        }
    }

    private sealed class Held(StepDeadline deadline) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                deadline.Release();
            }
        }
    }
}

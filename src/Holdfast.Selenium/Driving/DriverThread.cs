namespace Holdfast.Selenium;

/// <summary>
/// The one thread on which a driver is used. Work items run one after the other, each to its end; the continuations of an asynchronous item
/// come back to the thread. Selenium's calls block: here they block this thread and no pool.
/// </summary>
internal sealed class DriverThread
{
    private readonly Lock _gate = new();
    private readonly Queue<WorkItem> _waiting = new();
    private readonly CallbackQueue _ready = new();
    private readonly AsyncLocal<bool> _inside = new();
    private readonly Context _context;
    private readonly TimeProvider _time;
    private WorkItem? _current;
    private long _currentSince;
    private bool _closed;
    private bool _ended;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">The thread's name, for debuggers.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public DriverThread(string name, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _context = new Context(this);
        new Thread(Loop) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>True while no item runs or waits.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _current is null && _waiting.Count == 0;
            }
        }
    }

    /// <summary>The timestamp at which the item that runs was begun; null while none runs.</summary>
    public long? BusySince
    {
        get
        {
            lock (_gate)
            {
                return _current is null ? null : _currentSince;
            }
        }
    }

    /// <summary>Runs work on the thread, after what was queued before. Work queued from inside work runs within it.</summary>
    /// <param name="work">The work; given <paramref name="cancellationToken"/>.</param>
    /// <param name="cancellationToken">Drops the work if it was not begun.</param>
    /// <returns>The work's own result; cancelled when it was dropped, or when the thread has ended.</returns>
    public Task<TResult> RunAsync<TResult>(Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        WorkItem<TResult> item = new(work, cancellationToken);
        bool inside = _inside.Value;
        if (!inside)
        {
            item.DropWhenCancelled();
        }

        lock (_gate)
        {
            if (_closed)
            {
                item.Drop();
                return item.Task;
            }

            if (!inside)
            {
                _waiting.Enqueue(item);
                StartNext_NeedsLock();
            }
        }

        return inside ? RunInside(item) : item.Task;
    }

    /// <summary>Drops what waits and takes nothing more. What runs goes on.</summary>
    public void DropWaiting()
    {
        List<WorkItem> dropped;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            dropped = [.. _waiting];
            _waiting.Clear();
        }

        foreach (WorkItem item in dropped)
        {
            item.Drop();
        }
    }

    /// <summary>
    /// Drops what waits and ends the thread: it goes on for the continuations of the item that runs, and then runs <paramref name="last"/>. A
    /// blocked command ends when its driver is killed.
    /// </summary>
    /// <param name="last">The last thing to do on the thread; its failures are ignored.</param>
    public void End(Action last)
    {
        DropWaiting();
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            _waiting.Enqueue(new LastItem(last, _ready));
            StartNext_NeedsLock();
        }
    }

    /// <summary>Waits until the item that runs has ended, at most so long, and then stops waiting for it: its task is cancelled.</summary>
    public async Task ReleaseAsync(TimeSpan limit, TimeProvider time)
    {
        WorkItem? current;
        lock (_gate)
        {
            current = _current;
        }

        if (current is not null)
        {
            _ = await Task.WhenAny(current.Ended, Task.Delay(limit, time)).ConfigureAwait(false);
            current.Drop();
        }
    }

    private Task<TResult> RunInside<TResult>(WorkItem<TResult> item)
    {
        if (SynchronizationContext.Current == _context)
        {
            _ = item.RunAsync();
        }
        else
        {
            _context.Post(static state => _ = ((WorkItem)state!).RunAsync(), item);
        }

        return item.Task;
    }

    private void StartNext_NeedsLock()
    {
        if (_current is null && _waiting.TryDequeue(out WorkItem? next))
        {
            _current = next;
            _currentSince = _time.GetTimestamp();
            _context.Post(state => RunCurrent((WorkItem)state!), next);
        }
    }

    private void RunCurrent(WorkItem item)
    {
        // The caller's ambient values, such as its activity, go with its work.
        if (item.Ambient is { } ambient)
        {
            ExecutionContext.Run(ambient, state => _ = RunCurrentAsync((WorkItem)state!), item);
        }
        else
        {
            _ = RunCurrentAsync(item);
        }
    }

    private async Task RunCurrentAsync(WorkItem item)
    {
        _inside.Value = true;
        await item.RunAsync().ConfigureAwait(true);
        lock (_gate)
        {
            _current = null;
            StartNext_NeedsLock();
        }
    }

    private void Loop()
    {
        SynchronizationContext.SetSynchronizationContext(_context);
        while (_ready.TryTake(out SendOrPostCallback? callback, out object? state))
        {
            callback(state);
        }
    }

    private sealed class Context(DriverThread owner) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            if (!owner._ready.TryAdd(d, state))
            {
                // The thread has ended; what work left behind finishes on the pool and finds its driver gone.
                base.Post(d, state);
            }
        }

        public override void Send(SendOrPostCallback d, object? state)
        {
            if (Current == this)
            {
                d(state);
            }
            else
            {
                throw new NotSupportedException("Work is posted to the driver's thread, never sent: a busy driver would block the sender.");
            }
        }

        public override SynchronizationContext CreateCopy() => this;
    }
}

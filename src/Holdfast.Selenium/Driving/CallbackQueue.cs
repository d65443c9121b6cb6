using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Selenium;

/// <summary>The callbacks that one thread runs.</summary>
internal sealed class CallbackQueue
{
    private readonly object _gate = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _callbacks = new();
    private bool _completed;

    /// <summary>Adds a callback; false when the queue takes no more.</summary>
    public bool TryAdd(SendOrPostCallback callback, object? state)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return false;
            }

            _callbacks.Enqueue((callback, state));
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Takes no more; what is queued is still handed out.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for the next callback; false when the queue is complete and empty.</summary>
    public bool TryTake([NotNullWhen(true)] out SendOrPostCallback? callback, out object? state)
    {
        lock (_gate)
        {
            while (_callbacks.Count == 0 && !_completed)
            {
                _ = Monitor.Wait(_gate);
            }

            bool taken = _callbacks.TryDequeue(out (SendOrPostCallback Callback, object? State) next);
            (callback, state) = next;
            return taken;
        }
    }
}

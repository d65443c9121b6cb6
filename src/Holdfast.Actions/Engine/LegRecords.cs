namespace Holdfast.Actions;

/// <summary>Writes what happens to the session into a leg's ledger, beside the leg's own work, and tells of it when it stands there. Thread safe.</summary>
/// <param name="events">Tells whoever observes.</param>
internal sealed class LegRecords(RunEvents events)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _underWay;
    private bool _isClosed;

    /// <summary>Writes one, and tells of it. In the ledger's queue when this returns; a ledger that fails fails the task.</summary>
    /// <param name="write">Writes it.</param>
    /// <param name="tell">Tells of it; null when nobody is to be told.</param>
    public async Task WriteAsync(Func<Task> write, Action<RunEvents>? tell = null)
    {
        if (!Begin())
        {
            return;
        }

        try
        {
            await write().ConfigureAwait(false);
            tell?.Invoke(events);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Lets nothing more begin, and waits for what is under way: after that the ledger may be closed, and the leg's end may be told.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _isClosed = true;
            return _underWay == 0 ? Task.CompletedTask : _over.Task;
        }
    }

    private bool Begin()
    {
        lock (_lock)
        {
            _underWay += _isClosed ? 0 : 1;
            return !_isClosed;
        }
    }

    private void End()
    {
        lock (_lock)
        {
            if (--_underWay == 0 && _isClosed)
            {
                _over.SetResult();
            }
        }
    }
}

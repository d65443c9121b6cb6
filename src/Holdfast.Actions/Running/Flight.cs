using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Actions;

/// <summary>Who may be in flight on a session, of whatever run: many pieces of work together, or one alone. First come, first served, so that neither
/// starves. Thread safe.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification =
    "The semaphore has no wait handle, and runs may end after the session.")]
internal sealed class Flight
{
    private readonly SemaphoreSlim _entry = new(1, 1);
    private TaskCompletionSource? _empty;
    private int _together;

    /// <summary>Waits for a turn. Whoever has one must not ask for another.</summary>
    /// <param name="alone">False to go beside others; true to go when nothing is in flight, and let nothing else begin before the turn is over.</param>
    /// <param name="waiting">Ends the wait.</param>
    /// <returns>The turn; over when it is disposed, once.</returns>
    public async ValueTask<Turn> EnterAsync(bool alone, CancellationToken waiting)
    {
        await _entry.WaitAsync(waiting).ConfigureAwait(false);
        if (!alone)
        {
            Interlocked.Increment(ref _together);
            _entry.Release();
            return new Turn(this, alone);
        }

        try
        {
            await EmptyAsync().WaitAsync(waiting).ConfigureAwait(false);
        }
        catch
        {
            _entry.Release();
            throw;
        }

        return new Turn(this, alone);
    }

    /// <summary>Ends when nothing is in flight. Nothing new begins meanwhile: the caller keeps the entry.</summary>
    private Task EmptyAsync()
    {
        TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // A full fence: either we see that the last one has left, or it sees us.
        Interlocked.Exchange(ref _empty, empty);
        return Volatile.Read(ref _together) == 0 ? Task.CompletedTask : empty.Task;
    }

    private void Leave(bool alone)
    {
        if (alone)
        {
            _entry.Release();
        }
        else if (Interlocked.Decrement(ref _together) == 0)
        {
            Volatile.Read(ref _empty)?.TrySetResult();
        }
    }

    /// <summary>Leave to be in flight. The default is nobody's, and ends nothing.</summary>
    internal readonly struct Turn(Flight? flight, bool alone) : IDisposable
    {
        public void Dispose() => flight?.Leave(alone);
    }
}

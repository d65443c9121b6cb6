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
    private long _entries;
    private volatile bool _isAlone;

    /// <summary>How many pieces of work are in flight now.</summary>
    public int InFlight => Volatile.Read(ref _together) + (_isAlone ? 1 : 0);

    /// <summary>Waits for a turn. Whoever has one must not ask for another.</summary>
    /// <param name="alone">False to go beside others; true to go when nothing is in flight, and let nothing else begin before the turn is over.</param>
    /// <param name="waiting">Ends the wait.</param>
    /// <returns>The turn; over when it is disposed, once.</returns>
    public async ValueTask<Turn> EnterAsync(bool alone, CancellationToken waiting)
    {
        await _entry.WaitAsync(waiting).ConfigureAwait(false);
        if (!alone)
        {
            long entry = Interlocked.Increment(ref _entries);
            bool isFirst = Interlocked.Increment(ref _together) == 1;
            _entry.Release();
            return new Turn(this, alone, isFirst ? entry : 0);
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

        _isAlone = true;
        return new Turn(this, alone, entry: 0);
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
            _isAlone = false;
            _entry.Release();
        }
        else if (Interlocked.Decrement(ref _together) == 0)
        {
            Volatile.Read(ref _empty)?.TrySetResult();
        }
    }

    /// <summary>Leave to be in flight. The default is nobody's, and ends nothing.</summary>
    /// <param name="flight">Whose it is.</param>
    /// <param name="alone">True when nothing else may be in flight.</param>
    /// <param name="entry">Its ordinal, when nothing else was in flight as it came; else 0.</param>
    internal readonly struct Turn(Flight? flight, bool alone, long entry) : IDisposable
    {
        /// <summary>True when nothing else has had a turn beside this one so far.</summary>
        public bool IsAlone => flight is not null && (alone || entry == Volatile.Read(ref flight._entries));

        public void Dispose() => flight?.Leave(alone);
    }
}

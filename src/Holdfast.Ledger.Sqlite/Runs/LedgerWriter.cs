using System.Collections.Concurrent;

namespace Holdfast.Ledger.Sqlite;

/// <summary>A ledger with one thread of its own, so that any number of workers may share it and none waits for the disk.</summary>
/// <remarks>Thread safe. Work runs in the order of its arrival, one piece at a time; one that throws fails its own task only.</remarks>
internal sealed class LedgerWriter : IAsyncDisposable
{
    private readonly BlockingCollection<Action<RunLedger>> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RunLedger _ledger;
    private int _disposed;

    private LedgerWriter(RunLedger ledger)
    {
        _ledger = ledger;
        new Thread(WriteQueued) { IsBackground = true, Name = "Holdfast ledger" }.Start();
    }

    /// <summary>Opens a ledger for writing and starts the thread.</summary>
    /// <param name="path">The file; created when missing, in a folder that exists.</param>
    /// <param name="time">The clock for the times in the ledger.</param>
    /// <returns>The writer; dispose it to close the ledger.</returns>
    /// <exception cref="LedgerException">The file cannot be used.</exception>
    public static LedgerWriter Open(string path, TimeProvider time)
    {
#pragma warning disable CA2000 // The writer owns it.
        return new LedgerWriter(RunLedger.Open(path, LedgerAccess.ReadWrite, time));
#pragma warning restore CA2000
    }

    /// <summary>Runs work on the ledger's thread.</summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="work">The work. Must not keep the ledger, nor wait for other work of this writer.</param>
    /// <param name="cancellationToken">Takes the work back as long as it has not begun; once begun it is never broken off.</param>
    /// <returns>The result. The continuation never runs on the ledger's thread.</returns>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public Task<T> RunAsync<T>(Func<RunLedger, T> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _queue.Add(Do, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(LedgerWriter));
        }

        return done.Task;

        void Do(RunLedger ledger)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                done.SetCanceled(cancellationToken);
                return;
            }

            try
            {
                done.SetResult(work(ledger));
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        }
    }

    /// <summary>Refuses new work, does what is queued, and closes the ledger. Waits for all of it; may be called twice.</summary>
    /// <returns>A task that ends when the file is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _queue.CompleteAdding();
        }

        await _ended.Task.ConfigureAwait(false);
        _queue.Dispose();
    }

    private void WriteQueued()
    {
        try
        {
            foreach (Action<RunLedger> work in _queue.GetConsumingEnumerable())
            {
                work(_ledger);
            }

            _ledger.Dispose();
            _ended.SetResult();
        }
        catch (Exception error)
        {
            _ended.SetException(error);
        }
    }
}

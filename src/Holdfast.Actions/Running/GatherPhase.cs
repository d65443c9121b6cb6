using System.Threading.Channels;

namespace Holdfast.Actions;

/// <summary>A part of a leg: a source of batches feeds workers through a bounded channel, so that memory stays flat.</summary>
internal sealed class GatherPhase(GatherRun run, Flight flight, CancellationToken drain, CancellationToken abort) : IDisposable
{
    private readonly Channel<IReadOnlyList<PlannedItem>> _batches = Channel.CreateBounded<IReadOnlyList<PlannedItem>>(
        new BoundedChannelOptions(run.Settings.Concurrency) { SingleWriter = true });

    private readonly CancellationTokenSource _abort = CancellationTokenSource.CreateLinkedTokenSource(abort);
    private RunStoppedException? _stopped;
    private int _inFlight;

    /// <summary>Batches that are fetched now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Runs until the source is empty and everything from it has an outcome, or nothing more can be done.</summary>
    /// <param name="source">Gives the batches, until its token ends.</param>
    /// <returns>Why it ended early; null when it did not, or when it was drained or aborted from outside.</returns>
    public async Task<RunStoppedException?> RunAsync(Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<PlannedItem>>> source)
    {
        GatherBatch batches = new(run, flight);
        Task reader = PartAsync(() => ReadAsync(source));
        Task[] workers = [.. Enumerable.Range(0, run.Settings.Concurrency).Select(_ => PartAsync(() => FetchAsync(batches)))];
        await Task.WhenAll([reader, .. workers]).ConfigureAwait(false);
        if (!_abort.IsCancellationRequested && !drain.IsCancellationRequested)
        {
            await PartAsync(() => batches.CommitHeldAsync(drain, _abort.Token)).ConfigureAwait(false);
        }

        return _stopped;
    }

    /// <inheritdoc/>
    public void Dispose() => _abort.Dispose();

    private async Task ReadAsync(Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<PlannedItem>>> source)
    {
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(drain, _abort.Token);
        try
        {
            await foreach (IReadOnlyList<PlannedItem> batch in source(_abort.Token).ConfigureAwait(false))
            {
                await _batches.Writer.WriteAsync(batch, waiting.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            _batches.Writer.Complete();
        }
    }

    private async Task FetchAsync(GatherBatch batches)
    {
        await foreach (IReadOnlyList<PlannedItem> batch in _batches.Reader.ReadAllAsync(_abort.Token).ConfigureAwait(false))
        {
            // What a drain finds in the channel stays pending in the ledger.
            drain.ThrowIfCancellationRequested();
            Interlocked.Increment(ref _inFlight);
            try
            {
                await batches.RunAsync(batch, drain, _abort.Token).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref _inFlight);
            }
        }
    }

    /// <summary>Runs the reader or a worker. The first reason that stops everyone counts; everyone else ends quietly.</summary>
    private async Task PartAsync(Func<Task> part)
    {
        try
        {
            await Task.Run(part, CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested || _abort.IsCancellationRequested)
        {
            // The reason is recorded elsewhere.
        }
        catch (Exception exception)
        {
            RunStoppedException? reason = RunStoppedException.From(exception);
            if (reason is { EndsListOnly: true })
            {
                // What is planned is still fetched; a graver reason that comes up meanwhile takes its place.
                Interlocked.CompareExchange(ref _stopped, reason, null);
            }
            else
            {
                RecordAbort(reason);
                await _abort.CancelAsync().ConfigureAwait(false);
            }

            if (reason is null)
            {
                throw;
            }
        }
    }

    private void RecordAbort(RunStoppedException? reason)
    {
        RunStoppedException? before = Volatile.Read(ref _stopped);
        while (before is null or { EndsListOnly: true })
        {
            RunStoppedException? found = Interlocked.CompareExchange(ref _stopped, reason, before);
            if (found == before)
            {
                return;
            }

            before = found;
        }
    }
}

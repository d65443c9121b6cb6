using System.Threading.Channels;

namespace Holdfast.Actions;

/// <summary>One leg of a gather: a reader of the list feeds workers through a bounded channel, so that memory stays flat.</summary>
internal sealed class GatherLeg(GatherRun run) : IDisposable
{
    private readonly Channel<IReadOnlyList<PlannedItem>> _batches = Channel.CreateBounded<IReadOnlyList<PlannedItem>>(
        new BoundedChannelOptions(run.Settings.Concurrency) { SingleWriter = true });

    private readonly CancellationTokenSource _abort = new();
    private RunStoppedException? _stopped;
    private int _inFlight;

    /// <summary>Runs until everything is fetched, a stop is asked for, or nothing more can be done.</summary>
    /// <param name="drain">Nothing new is begun; batches in flight are committed within <see cref="RunSettings.DrainTimeout"/>.</param>
    /// <returns>Why the leg ended early; null when it did not.</returns>
    public async Task<RunStoppedException?> RunAsync(CancellationToken drain)
    {
        using CancellationTokenSource ended = new();
        Task limit = LimitDrainAsync(drain, ended.Token);
        GatherBatch batches = new(run);
        Task reader = PartAsync(() => ReadAsync(drain), drain);
        Task[] workers =
            [.. Enumerable.Range(0, run.Settings.Concurrency).Select(_ => PartAsync(() => FetchAsync(batches, drain), drain))];
        try
        {
            await Task.WhenAll([reader, .. workers]).ConfigureAwait(false);
            if (!_abort.IsCancellationRequested && !drain.IsCancellationRequested)
            {
                await PartAsync(() => batches.CommitHeldAsync(drain, _abort.Token), drain).ConfigureAwait(false);
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await limit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return _stopped ?? (drain.IsCancellationRequested ? new RunStoppedException(RunEnd.Drained, "stopped on request") : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _abort.Dispose();

    private async Task ReadAsync(CancellationToken drain)
    {
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(drain, _abort.Token);
        try
        {
            await foreach (IReadOnlyList<PlannedItem> batch in new GatherList(run).ReadBatchesAsync(drain, _abort.Token).ConfigureAwait(false))
            {
                await _batches.Writer.WriteAsync(batch, waiting.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            _batches.Writer.Complete();
        }
    }

    private async Task FetchAsync(GatherBatch batches, CancellationToken drain)
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
    private async Task PartAsync(Func<Task> part, CancellationToken drain)
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
            if (reason is { End: RunEnd.ListingIncomplete })
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
        while (before is null or { End: RunEnd.ListingIncomplete })
        {
            RunStoppedException? found = Interlocked.CompareExchange(ref _stopped, reason, before);
            if (found == before)
            {
                return;
            }

            before = found;
        }
    }

    private async Task LimitDrainAsync(CancellationToken drain, CancellationToken ended)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(drain, ended);
        await Task.Delay(Timeout.InfiniteTimeSpan, run.Time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCancellationRequested)
        {
            RunLog.Draining(run.Logger, Volatile.Read(ref _inFlight));
            await Task.Delay(run.Settings.DrainTimeout, run.Time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!ended.IsCancellationRequested)
        {
            RunLog.DrainTimedOut(run.Logger, run.Settings.DrainTimeout);
            await _abort.CancelAsync().ConfigureAwait(false);
        }
    }
}

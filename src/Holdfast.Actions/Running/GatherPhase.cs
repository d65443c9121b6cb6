using System.Threading.Channels;

namespace Holdfast.Actions;

/// <summary>A part of a leg: a source of batches feeds workers through a bounded channel, so that memory stays flat.</summary>
internal sealed class GatherPhase(GatherRun run, Flight flight, StopSignal stop) : IDisposable
{
    private readonly Channel<IReadOnlyList<PlannedItem>> _batches = Channel.CreateBounded<IReadOnlyList<PlannedItem>>(
        new BoundedChannelOptions(run.Settings.Concurrency) { SingleWriter = true });

    private readonly StopSignal _stop = stop.Branch();
    private RunStoppedException? _stopped;
    private int _inFlight;

    /// <summary>Batches that are fetched now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Runs until the source is empty and everything from it has an outcome, or nothing more can be done.</summary>
    /// <param name="source">Gives the batches, until its signal is raised.</param>
    /// <returns>Why it ended early; null when it did not, or when it was stopped from outside.</returns>
    public async Task<RunStoppedException?> RunAsync(Func<StopSignal, IAsyncEnumerable<IReadOnlyList<PlannedItem>>> source)
    {
        GatherBatch batches = new(run, flight);
        Task reader = PartAsync(() => ReadAsync(source));
        Task[] workers = [.. Enumerable.Range(0, run.Settings.Concurrency).Select(_ => PartAsync(() => FetchAsync(batches)))];
        await Task.WhenAll([reader, .. workers]).ConfigureAwait(false);
        if (!_stop.IsRaised)
        {
            await PartAsync(() => batches.CommitHeldAsync(_stop)).ConfigureAwait(false);
        }

        return _stopped;
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task ReadAsync(Func<StopSignal, IAsyncEnumerable<IReadOnlyList<PlannedItem>>> source)
    {
        try
        {
            await foreach (IReadOnlyList<PlannedItem> batch in source(_stop).ConfigureAwait(false))
            {
                await _batches.Writer.WriteAsync(batch, _stop.Either).ConfigureAwait(false);
            }
        }
        finally
        {
            _batches.Writer.Complete();
        }
    }

    private async Task FetchAsync(GatherBatch batches)
    {
        await foreach (IReadOnlyList<PlannedItem> batch in _batches.Reader.ReadAllAsync(_stop.Abort).ConfigureAwait(false))
        {
            // What a stop finds in the channel stays pending in the ledger.
            _stop.ThrowIfRaised();
            Interlocked.Increment(ref _inFlight);
            try
            {
                await batches.RunAsync(batch, _stop).ConfigureAwait(false);
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
        catch (OperationCanceledException) when (_stop.IsRaised)
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
                await _stop.AbortAsync().ConfigureAwait(false);
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

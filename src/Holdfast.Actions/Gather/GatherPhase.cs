using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Holdfast.Actions;

/// <summary>A part of a leg: a source of batches feeds workers through a bounded channel, so that memory stays flat. Runs once.</summary>
internal sealed class GatherPhase(GatherRun run, StopSignal outer)
{
    private readonly Channel<IReadOnlyList<PlannedItem>> _batches = Channel.CreateBounded<IReadOnlyList<PlannedItem>>(
        new BoundedChannelOptions(run.Settings.Concurrency) { SingleWriter = true });

    private RunStoppedException? _stopped;
    private ExceptionDispatchInfo? _bug;
    private int _inFlight;

    /// <summary>Batches that are fetched now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Runs until the source is empty and everything from it has an outcome, or nothing more can be done.</summary>
    /// <param name="source">Gives the batches, until its signal is raised.</param>
    /// <returns>Why it ended early; null when it did not, or when it was stopped from outside.</returns>
    public async Task<RunStoppedException?> RunAsync(Func<StopSignal, IAsyncEnumerable<IReadOnlyList<PlannedItem>>> source)
    {
        using StopSignal stop = outer.Branch();
        GatherBatch batches = new(run);
#pragma warning disable CA2025 // All of them have ended before the signal goes.
        Task[] parts =
        [
            Task.Run(() => ReadAsync(source, stop), CancellationToken.None),
            .. Enumerable.Range(0, run.Settings.Concurrency).Select(_ => Task.Run(() => FetchAsync(batches, stop), CancellationToken.None)),
        ];
#pragma warning restore CA2025
        await foreach (Task part in Task.WhenEach(parts).ConfigureAwait(false))
        {
            await TakeEndAsync(part, stop).ConfigureAwait(false);
        }

        if (!stop.IsRaised)
        {
            await TakeEndAsync(batches.CommitHeldAsync(stop), stop).ConfigureAwait(false);
        }

        _bug?.Throw();
        return _stopped;
    }

    private async Task ReadAsync(Func<StopSignal, IAsyncEnumerable<IReadOnlyList<PlannedItem>>> source, StopSignal stop)
    {
        try
        {
            await foreach (IReadOnlyList<PlannedItem> batch in source(stop).ConfigureAwait(false))
            {
                await _batches.Writer.WriteAsync(batch, stop.Either).ConfigureAwait(false);
            }
        }
        finally
        {
            _batches.Writer.Complete();
        }
    }

    private async Task FetchAsync(GatherBatch batches, StopSignal stop)
    {
        await foreach (IReadOnlyList<PlannedItem> batch in _batches.Reader.ReadAllAsync(stop.Abort).ConfigureAwait(false))
        {
            // What a stop finds in the channel stays pending in the ledger.
            stop.ThrowIfRaised();
            Interlocked.Increment(ref _inFlight);
            try
            {
                await batches.RunAsync(batch, stop).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref _inFlight);
            }
        }
    }

    /// <summary>Takes note of how the reader or a worker ended. The first reason that stops everyone counts; everyone else ends quietly.</summary>
    private async Task TakeEndAsync(Task part, StopSignal stop)
    {
        try
        {
            await part.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsRaised)
        {
            // The reason is recorded elsewhere.
        }
        catch (Exception exception)
        {
            RunStoppedException? reason = RunStoppedException.From(exception);
            if (_stopped is null || (_stopped.EndsListOnly && reason is not { EndsListOnly: true }))
            {
                _stopped = reason;
            }

            if (reason is null)
            {
                _bug ??= ExceptionDispatchInfo.Capture(exception);
            }

            // Where only the list ends, what is planned is still fetched; a graver reason that comes up meanwhile takes its place.
            if (reason is not { EndsListOnly: true })
            {
                await stop.AbortAsync().ConfigureAwait(false);
            }
        }
    }
}

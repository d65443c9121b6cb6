namespace Holdfast.Actions;

/// <summary>One leg of a gather: first the list and everything on it, then what is still missing.</summary>
internal sealed class GatherLeg(GatherRun run) : IDisposable
{
    // The reader of the list is in flight beside the workers.
    private readonly Flight _flight = new(run.Settings.Concurrency + 1);
    private GatherPhase? _phase;

    /// <summary>Runs until everything is fetched, a stop is asked for, or nothing more can be done.</summary>
    /// <param name="stopping">Nothing new is begun; batches in flight are committed within <see cref="RunSettings.DrainTimeout"/>.</param>
    /// <returns>Why the leg ended early; null when it did not.</returns>
    public async Task<RunStoppedException?> RunAsync(CancellationToken stopping)
    {
        StopLimit limit = new(run, stopping, () => Volatile.Read(ref _phase)?.InFlight ?? 0);
        RunStoppedException? stopped;
        await using (limit.ConfigureAwait(false))
        {
            stopped = await GatherAsync(limit.Signal).ConfigureAwait(false);
            for (int pass = 1; pass <= run.Settings.RefillPasses && MayRefill(stopped, limit.Signal); pass++)
            {
                stopped = await RefillAsync(stopped, pass, limit.Signal).ConfigureAwait(false);
            }
        }

        return stopped ?? (stopping.IsCancellationRequested ? new RunStoppedException(RunEnd.Stopped, "stopped on request") : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _flight.Dispose();

    private static bool MayRefill(RunStoppedException? stopped, StopSignal stop) =>
        stopped is null or { EndsListOnly: true } && !stop.IsRaised;

    /// <summary>The list, and everything on it that waits.</summary>
    private Task<RunStoppedException?> GatherAsync(StopSignal stop) =>
        RunAsync(run, new GatherList(run, _flight).ReadBatchesAsync, stop);

    /// <summary>Some time has passed: a list that could not be read is read on, and what is failed or partial is tried once more.</summary>
    private async Task<RunStoppedException?> RefillAsync(RunStoppedException? stopped, int pass, StopSignal stop)
    {
        // A list that shows nothing new for ever would do so again.
        if (stopped is { End: RunEnd.ListingIncomplete })
        {
            stopped = await GatherAsync(stop).ConfigureAwait(false);
        }

        if (!MayRefill(stopped, stop))
        {
            return stopped;
        }

        // Everything here has an outcome already. A site that fails all of it in a row ends the pass, but stops no run.
        GatherRun refill = run with { IsRefill = true, Critical = new CriticalFailurePolicy(run.Settings.CriticalFailures) };
        RunStoppedException? ended = await RunAsync(refill, _ => new GatherRefill(refill).ReadBatchesAsync(), stop).ConfigureAwait(false);
        if (ended is { End: RunEnd.SiteFailing })
        {
            RunLog.RefillEnded(run.Logger, pass, ended.Message);
            return stopped;
        }

        return ended ?? stopped;
    }

    private async Task<RunStoppedException?> RunAsync(
        GatherRun part, Func<StopSignal, IAsyncEnumerable<IReadOnlyList<PlannedItem>>> source, StopSignal stop)
    {
        using GatherPhase phase = new(part, _flight, stop);
        Volatile.Write(ref _phase, phase);
        return await phase.RunAsync(source).ConfigureAwait(false);
    }
}

namespace Holdfast.Actions;

/// <summary>One leg of a gather: first the list and everything on it, then what is still missing.</summary>
internal sealed class GatherLeg(GatherRun run) : IDisposable
{
    private readonly CancellationTokenSource _abort = new();

    // The reader of the list is in flight beside the workers.
    private readonly Flight _flight = new(run.Settings.Concurrency + 1);
    private GatherPhase? _phase;

    /// <summary>Runs until everything is fetched, a stop is asked for, or nothing more can be done.</summary>
    /// <param name="drain">Nothing new is begun; batches in flight are committed within <see cref="RunSettings.DrainTimeout"/>.</param>
    /// <returns>Why the leg ended early; null when it did not.</returns>
    public async Task<RunStoppedException?> RunAsync(CancellationToken drain)
    {
        using CancellationTokenSource ended = new();
        Task limit = LimitDrainAsync(drain, ended.Token);
        RunStoppedException? stopped;
        try
        {
            stopped = await GatherAsync(drain).ConfigureAwait(false);
            for (int pass = 1; pass <= run.Settings.RefillPasses && MayRefill(stopped, drain); pass++)
            {
                stopped = await RefillAsync(stopped, pass, drain).ConfigureAwait(false);
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await limit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return stopped ?? (drain.IsCancellationRequested ? new RunStoppedException(RunEnd.Drained, "stopped on request") : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _abort.Dispose();
        _flight.Dispose();
    }

    private bool MayRefill(RunStoppedException? stopped, CancellationToken drain) =>
        stopped is null or { End: RunEnd.ListingIncomplete } && !drain.IsCancellationRequested && !_abort.IsCancellationRequested;

    /// <summary>The list, and everything on it that waits.</summary>
    private Task<RunStoppedException?> GatherAsync(CancellationToken drain) =>
        RunAsync(run, abort => new GatherList(run, _flight).ReadBatchesAsync(drain, abort), drain);

    /// <summary>Some time has passed: a list that could not be read is read on, and what is failed or partial is tried once more.</summary>
    private async Task<RunStoppedException?> RefillAsync(RunStoppedException? stopped, int pass, CancellationToken drain)
    {
        if (stopped is not null)
        {
            stopped = await GatherAsync(drain).ConfigureAwait(false);
        }

        if (!MayRefill(stopped, drain))
        {
            return stopped;
        }

        // Everything here has an outcome already. A site that fails all of it in a row ends the pass, but stops no run.
        GatherRun refill = run with { IsRefill = true, Critical = new CriticalFailurePolicy(run.Settings.CriticalFailures) };
        RunStoppedException? ended = await RunAsync(refill, _ => new GatherRefill(refill).ReadBatchesAsync(), drain).ConfigureAwait(false);
        if (ended is { End: RunEnd.SiteFailing })
        {
            RunLog.RefillEnded(run.Logger, pass, ended.Message);
            return stopped;
        }

        return ended ?? stopped;
    }

    private async Task<RunStoppedException?> RunAsync(
        GatherRun part, Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<PlannedItem>>> source, CancellationToken drain)
    {
        using GatherPhase phase = new(part, _flight, drain, _abort.Token);
        Volatile.Write(ref _phase, phase);
        return await phase.RunAsync(source).ConfigureAwait(false);
    }

    private async Task LimitDrainAsync(CancellationToken drain, CancellationToken ended)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(drain, ended);
        await Task.Delay(Timeout.InfiniteTimeSpan, run.Time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCancellationRequested)
        {
            RunLog.Draining(run.Logger, Volatile.Read(ref _phase)?.InFlight ?? 0);
            await Task.Delay(run.Settings.DrainTimeout, run.Time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!ended.IsCancellationRequested)
        {
            RunLog.DrainTimedOut(run.Logger, run.Settings.DrainTimeout);
            await _abort.CancelAsync().ConfigureAwait(false);
        }
    }
}

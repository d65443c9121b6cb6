namespace Holdfast.Actions;

/// <summary>One leg of a gather: first the list and everything on it, then what is still missing.</summary>
internal sealed class GatherLeg(GatherRun run) : ILeg
{
    private volatile GatherPhase? _phase;

    /// <inheritdoc/>
    public async Task<RunStoppedException?> RunAsync(CancellationToken stop)
    {
        StopLimit limit = new(run, stop, () => _phase?.InFlight ?? 0);
        RunStoppedException? stopped;
        await using (limit.ConfigureAwait(false))
        {
            _phase = new GatherPhase(run, limit.Signal);
            stopped = await _phase.RunAsync(new GatherList(run).ReadBatchesAsync).ConfigureAwait(false);
            for (int round = 1; round <= run.Settings.RetryRounds && MayRetry(stopped, limit.Signal); round++)
            {
                stopped = await RetryRoundAsync(stopped, round, limit.Signal).ConfigureAwait(false);
            }
        }

        return stopped ?? (stop.IsCancellationRequested ? new RunStoppedException(RunEnd.Stopped, "stopped on request") : null);
    }

    private static bool MayRetry(RunStoppedException? stopped, StopSignal stop) =>
        stopped is null or { EndsListOnly: true } && !stop.IsRaised;

    /// <summary>Some time has passed: a list that could not be read is read on, and what is failed or partial is tried once more.</summary>
    private async Task<RunStoppedException?> RetryRoundAsync(RunStoppedException? stopped, int round, StopSignal stop)
    {
        // A list that shows nothing new for ever would do so again.
        if (stopped is { End: RunEnd.ListingIncomplete })
        {
            _phase = new GatherPhase(run, stop);
            stopped = await _phase.RunAsync(new GatherList(run).ReadBatchesAsync).ConfigureAwait(false);
        }

        if (!MayRetry(stopped, stop))
        {
            return stopped;
        }

        // Everything here has an outcome already. A site that fails all of it in a row ends the round, but stops no run.
        GatherRun retry = run with { IsRetryRound = true, Critical = new CriticalFailurePolicy(run.Settings.CriticalFailures) };
        _phase = new GatherPhase(retry, stop);
        RunStoppedException? ended = await _phase.RunAsync(_ => new GatherRetryRound(retry).ReadBatchesAsync()).ConfigureAwait(false);
        if (ended is { End: RunEnd.SiteFailing })
        {
            RunLog.RetryRoundEnded(run.Logger, round, ended.Message);
            return stopped;
        }

        return ended ?? stopped;
    }
}

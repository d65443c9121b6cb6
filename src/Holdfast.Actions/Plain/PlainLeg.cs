namespace Holdfast.Actions;

/// <summary>One leg of a plain action: it is run until it returns on a generation that lives.</summary>
internal sealed class PlainLeg(PlainAction action, LegRun run) : ILeg
{
    /// <inheritdoc/>
    public async Task<RunStoppedException?> RunAsync(CancellationToken stop)
    {
        Checkpoint saved = await run.Ledger.ReadCheckpointAsync().ConfigureAwait(false);
        if (saved.Progress.IsCompleted)
        {
            // It was killed between that and the run's end.
            return null;
        }

        PlainProgress progress = new(run, saved);
        StopLimit limit = new(run, stop);
        using CancellationTokenSource ended = new();
        Task showing = progress.ShowAsync(ended.Token);
        try
        {
            PlainWork work = new(action, run, progress, stop);
            return await run.Work.DoAsync(work, limit.Signal).ConfigureAwait(false) ? null : Stopped();
        }
        catch (OperationCanceledException) when (limit.Signal.IsRaised)
        {
            return Stopped();
        }
        catch (Exception exception) when (RunStoppedException.From(exception) is { } reason)
        {
            return reason;
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await showing.ConfigureAwait(false);
            await limit.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static RunStoppedException Stopped() => new(RunEnd.Stopped, "stopped on request");
}

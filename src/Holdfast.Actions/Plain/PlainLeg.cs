using System.Runtime.ExceptionServices;

namespace Holdfast.Actions;

/// <summary>One leg of a plain action: it is run until it returns on a generation that lives.</summary>
internal sealed class PlainLeg(PlainAction action, LegRun run)
{
    /// <param name="drain">A stop is told at the next checkpoint; after <see cref="RunSettings.DrainTimeout"/> the action is let go.</param>
    /// <returns>Why the leg ended early; null when the action is done.</returns>
    public async Task<RunStoppedException?> RunAsync(CancellationToken drain)
    {
        Checkpoint saved = await run.Ledger.ReadCheckpointAsync().ConfigureAwait(false);
        if (saved.Progress.IsCompleted)
        {
            // It was killed between that and the run's end.
            return null;
        }

        PlainProgress progress = new(run, saved);
        DrainLimit limit = new(run, drain);
        using CancellationTokenSource ended = new();
        Task showing = progress.ShowAsync(ended.Token);
        try
        {
            return await RunAsync(progress, drain, limit.Abort).ConfigureAwait(false) ? null : Drained();
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested || limit.Abort.IsCancellationRequested)
        {
            return Drained();
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

    private static RunStoppedException Drained() => new(RunEnd.Drained, "stopped on request");

    /// <returns>False when a stop was asked for.</returns>
    private async Task<bool> RunAsync(PlainProgress progress, CancellationToken drain, CancellationToken abort)
    {
        for (int attempt = 1; ; attempt++)
        {
            drain.ThrowIfCancellationRequested();
            string? before = progress.Saved.Value;
            try
            {
                return await run.Work.RunAsync(
                    (given, token) => RunOnceAsync(new ActionContext(given.Calls, progress, drain), progress, token),
                    (done, lease) => CompleteAsync(done, progress, lease),
                    action.Longest,
                    drain,
                    abort).ConfigureAwait(false);
            }
            catch (WorkFailedException failure)
            {
                progress.ThrowIfLedgerFailed();
                if (!failure.IsSiteFault)
                {
                    // A bug of the action: told as it is.
                    ExceptionDispatchInfo.Throw(failure.InnerException!);
                }

                if (progress.Saved.Value != before)
                {
                    // It got on: the site works.
                    run.Critical.Success(run.Critical.Now);
                    attempt = 1;
                }

                RunLog.ActionFailed(run.Logger, action.Name, attempt, failure.Message);
                run.CountFailure(1, failure.Message);
                await run.RetryDelayAsync(attempt, drain, abort).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> RunOnceAsync(ActionContext context, PlainProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            await action.RunAsync(context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (progress.StopTold)
        {
            return false;
        }

        progress.ThrowIfLedgerFailed();
        if (progress.StopTold)
        {
            RunLog.StopSwallowed(run.Logger, action.Name);
        }

        return !progress.StopTold;
    }

    private static async Task<bool> CompleteAsync(bool done, PlainProgress progress, SessionLease lease)
    {
        if (done)
        {
            await progress.CompleteAsync(lease).ConfigureAwait(false);
        }

        return done;
    }
}

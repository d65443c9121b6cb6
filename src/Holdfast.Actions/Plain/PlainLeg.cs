using System.Runtime.ExceptionServices;

namespace Holdfast.Actions;

/// <summary>One leg of a plain action: it is run until it returns on a generation that lives.</summary>
internal sealed class PlainLeg(PlainAction action, LegRun run)
{
    /// <param name="stopping">A stop is told at the next checkpoint; after <see cref="RunSettings.DrainTimeout"/> the action is let go.</param>
    /// <returns>Why the leg ended early; null when the action is done.</returns>
    public async Task<RunStoppedException?> RunAsync(CancellationToken stopping)
    {
        Checkpoint saved = await run.Ledger.ReadCheckpointAsync().ConfigureAwait(false);
        if (saved.Progress.IsCompleted)
        {
            // It was killed between that and the run's end.
            return null;
        }

        PlainProgress progress = new(run, saved);
        StopLimit limit = new(run, stopping);
        using CancellationTokenSource ended = new();
        Task showing = progress.ShowAsync(ended.Token);
        try
        {
            return await RunAsync(progress, limit.Signal).ConfigureAwait(false) ? null : Stopped();
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

    /// <returns>False when a stop was asked for.</returns>
    private async Task<bool> RunAsync(PlainProgress progress, StopSignal stop)
    {
        for (int attempt = 1; ; attempt++)
        {
            stop.ThrowIfRaised();
            string? before = progress.Saved.Value;
            try
            {
                return await run.Work.RunAsync(
                    (given, token) => RunOnceAsync(new ActionContext(given.Calls, progress, stop.Stop), progress, token),
                    (done, lease) => CompleteAsync(done, progress, lease),
                    action.Longest,
                    stop).ConfigureAwait(false);
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
                await run.RetryDelayAsync(attempt, stop.Either).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> RunOnceAsync(ActionContext context, PlainProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            await action.RunAsync(context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (progress.StopSignaled)
        {
            return false;
        }

        progress.ThrowIfLedgerFailed();
        if (progress.StopSignaled)
        {
            RunLog.StopSwallowed(run.Logger, action.Name);
        }

        return !progress.StopSignaled;
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

using System.Runtime.ExceptionServices;

namespace Holdfast.Actions;

/// <summary>Runs a plain action until it returns. Gives false when it was told to stop.</summary>
/// <param name="action">What is run.</param>
/// <param name="run">The leg.</param>
/// <param name="progress">What it saves and says.</param>
/// <param name="stop">Asks for a stop, which it is told at its next checkpoint.</param>
internal sealed class PlainWork(PlainAction action, LegRun run, PlainProgress progress, CancellationToken stop) : LeasedWork<bool, bool>
{
    // As this attempt found it.
    private string? _saved = progress.Saved.Value;

    public override TimeSpan Timeout => action.Longest;

    /// <inheritdoc/>
    public override bool TakesTurn => false;

    /// <inheritdoc/>
    public override async Task<bool> FetchAsync(LeasedHttp calls, CancellationToken cancellationToken)
    {
        try
        {
            await action.RunAsync(new ActionContext(calls, progress, stop), cancellationToken).ConfigureAwait(false);
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

    /// <inheritdoc/>
    public override async Task<bool> CommitAsync(bool fetched, SessionLease lease)
    {
        if (fetched)
        {
            await progress.CompleteAsync(lease).ConfigureAwait(false);
        }

        return fetched;
    }

    /// <inheritdoc/>
    public override bool TakeFailure(WorkFailedException failure)
    {
        progress.ThrowIfLedgerFailed();
        if (!failure.IsSiteFault)
        {
            // A bug of the action: told as it is.
            ExceptionDispatchInfo.Throw(failure.InnerException!);
        }

        if (progress.Saved.Value != _saved)
        {
            // It got on: the site works.
            run.Critical.Success(run.Critical.Now);
            Failures = 1;
        }

        RunLog.ActionFailed(run.Logger, action.Name, Failures, failure.Message);
        run.CountFailure(1, failure.Message);
        _saved = progress.Saved.Value;
        return true;
    }
}

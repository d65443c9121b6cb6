namespace Holdfast.Actions;

/// <summary>Reads the plan of a send action page by page.</summary>
internal sealed class EffectPlan(ISend action, LegRun run)
{
    /// <summary>Reads the next page and plans it.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> ReadOnAsync(CancellationToken drain, CancellationToken abort)
    {
        EffectPosition position = await run.Writer.RunAsync(run.Account, account => account.EffectPosition, CancellationToken.None).ConfigureAwait(false);
        if (position.IsAtEnd)
        {
            return false;
        }

        if (!await ReadAsync(position.Cursor, (page, lease) => PlanAsync(position.Cursor, page, lease), drain, abort).ConfigureAwait(false))
        {
            throw new RunStoppedException(
                RunEnd.ListingIncomplete,
                $"the plan goes in circles: the page '{EvidenceText.Clean(position.Cursor ?? "first")}' leads back to one that was read already");
        }

        return true;
    }

    /// <summary>Reads one page, and hands it on while the login that it was read with is proven.</summary>
    public async Task<T> ReadAsync<T>(
        string? cursor, Func<PlannedPage, SessionLease, Task<T>> take, CancellationToken drain, CancellationToken abort)
    {
        for (int attempt = 1; ; attempt++)
        {
            drain.ThrowIfCancellationRequested();
            try
            {
                return await run.Work.RunAsync(
                    (given, token) => action.PlanAsync(new SendContext(given.Calls), cursor, token), take, run.Settings.BatchTimeout, drain, abort)
                    .ConfigureAwait(false);
            }
            catch (WorkFailedException failure)
            {
                EffectLog.PageFailed(run.Logger, attempt, failure.Message);
                if (attempt >= run.Settings.ListAttempts)
                {
                    throw new RunStoppedException(
                        RunEnd.ListingIncomplete,
                        $"a page of the plan failed {attempt} times while the session is alive: {failure.Message}. It is read again when the run is started again",
                        failure);
                }

                await run.RetryDelayAsync(attempt, drain, abort).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> PlanAsync(string? cursor, PlannedPage page, SessionLease lease)
    {
        bool planned = await run.Writer.RunAsync(
            run.Account,
            account => account.PlanEffects(cursor, page, LegRun.Stamp(lease), () =>
            {
                run.Settings.EffectStep?.Invoke(EffectStep.Planning);
                run.BeforeCommit(lease);
            }),
            CancellationToken.None).ConfigureAwait(false);
        run.Settings.EffectStep?.Invoke(EffectStep.Planned);
        return planned;
    }
}

namespace Holdfast.Actions;

/// <summary>Fetches batches and commits them.</summary>
internal sealed class GatherBatch(GatherRun run)
{
    // One retry more than the HTTP layer's own, for failures that are not HTTP's.
    private const int SingleItemAttempts = 2;

    /// <summary>Ends when every item of the batch has an outcome in the ledger.</summary>
    public async Task RunAsync(IReadOnlyList<PlannedItem> batch, CancellationToken drain, CancellationToken abort)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await FetchAsync(batch, drain, abort).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (GatherRun.IsWorkFailure(exception, drain, abort))
            {
                string reason = SiteFault.Describe(exception);
                bool siteFault = SiteFault.Is(exception);
                if (siteFault)
                {
                    run.CountFailure(batch.Count, reason);
                }

                if (exception is LoginUnprovenException || (batch.Count == 1 && siteFault && attempt < SingleItemAttempts))
                {
                    drain.ThrowIfCancellationRequested();
                    await run.RetryDelayAsync(attempt, abort).ConfigureAwait(false);
                }
                else if (batch.Count > 1)
                {
                    RunLog.BatchFailed(run.Logger, batch.Count, reason);
                    await OneByOneAsync(batch, drain, abort).ConfigureAwait(false);
                    return;
                }
                else
                {
                    await FailAsync(batch[0], reason, drain, abort).ConfigureAwait(false);
                    return;
                }
            }
        }
    }

    private Task<int> FetchAsync(IReadOnlyList<PlannedItem> batch, CancellationToken drain, CancellationToken abort) =>
        run.Work.RunAsync(
            (context, token) => run.Action.FetchAsync(context, batch, token), CommitAsync, run.Settings.BatchTimeout, drain, abort);

    /// <summary>One bad item must not fail its neighbours.</summary>
    private async Task OneByOneAsync(IReadOnlyList<PlannedItem> batch, CancellationToken drain, CancellationToken abort)
    {
        foreach (PlannedItem item in batch)
        {
            drain.ThrowIfCancellationRequested();
            await RunAsync([item], drain, abort).ConfigureAwait(false);
        }
    }

    private Task<int> FailAsync(PlannedItem item, string reason, CancellationToken drain, CancellationToken abort) =>
        run.Work.RunAsync(
            (_, _) => Task.FromResult<IReadOnlyList<GatheredItem>>([new GatheredItem(ItemOutcome.Failed(item.Key, reason), IsSiteFault: false)]),
            CommitAsync,
            run.Settings.BatchTimeout,
            drain,
            abort);

    private async Task<int> CommitAsync(IReadOnlyList<GatheredItem> items, SessionLease lease)
    {
        // Counted before the commit: what a failing site did to an item is no outcome of the item.
        int failures = items.Count(item => item.IsSiteFault);
        if (failures < items.Count)
        {
            run.Critical.Success();
        }
        else
        {
            run.CountFailure(failures, items[^1].Outcome.Reason ?? "no reason given");
        }

        ItemOutcome[] outcomes = [.. items.Select(item => item.Outcome)];
        await run.Writer.RunAsync(
            run.Account, account => account.CommitBatch(outcomes, GatherRun.Stamp(lease), () => run.BeforeCommit(lease))).ConfigureAwait(false);
        RunLog.BatchCommitted(run.Logger, outcomes.Length, lease.Generation);
        return outcomes.Length;
    }
}

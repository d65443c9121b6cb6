namespace Holdfast.Actions;

/// <summary>Fetches batches and commits them.</summary>
internal sealed class GatherBatch(GatherRun run)
{
    // One retry more than the HTTP layer's own, for failures that are not HTTP's.
    private const int SingleItemAttempts = 2;

    /// <summary>Ends when every item of the batch has an outcome in the ledger, or is held because the site failed it.</summary>
    public async Task RunAsync(IReadOnlyList<PlannedItem> batch, CancellationToken drain, CancellationToken abort)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await FetchAsync(batch, drain, abort).ConfigureAwait(false);
                return;
            }
            catch (WorkFailedException failure)
            {
                if (failure.IsSiteFault)
                {
                    // One failure, however large the batch: a single bad item can fail it, which trying them one by one will show.
                    run.CountFailure(1, failure.Message);
                }

                if (failure.IsUnproven || (batch.Count == 1 && failure.IsSiteFault && attempt < SingleItemAttempts))
                {
                    await run.RetryDelayAsync(attempt, drain, abort).ConfigureAwait(false);
                }
                else if (batch.Count > 1)
                {
                    RunLog.BatchFailed(run.Logger, batch.Count, failure.Message);
                    await OneByOneAsync(batch, drain, abort).ConfigureAwait(false);
                    return;
                }
                else
                {
                    await FailAsync(batch[0], failure, drain, abort).ConfigureAwait(false);
                    return;
                }
            }
        }
    }

    /// <summary>The run reached its end without stopping: what the site failed has failed.</summary>
    public async Task CommitHeldAsync(CancellationToken drain, CancellationToken abort)
    {
        if (run.Critical.Holds)
        {
            await CommitAsync([], run.Critical.Now, drain, abort).ConfigureAwait(false);
        }
    }

    private Task<int> FetchAsync(IReadOnlyList<PlannedItem> batch, CancellationToken drain, CancellationToken abort)
    {
        long began = 0;
        return run.Work.RunAsync(
            (context, token) =>
            {
                began = run.Critical.Now;
                return run.Action.FetchAsync(context, batch, token);
            },
            (items, lease) => CommitAsync(items, lease, began),
            run.Settings.BatchTimeout,
            drain,
            abort);
    }

    /// <summary>One bad item must not fail its neighbours.</summary>
    private async Task OneByOneAsync(IReadOnlyList<PlannedItem> batch, CancellationToken drain, CancellationToken abort)
    {
        foreach (PlannedItem item in batch)
        {
            drain.ThrowIfCancellationRequested();
            await RunAsync([item], drain, abort).ConfigureAwait(false);
        }
    }

    private async Task FailAsync(PlannedItem item, WorkFailedException failure, CancellationToken drain, CancellationToken abort)
    {
        ItemOutcome outcome = ItemOutcome.Failed(item.Key, failure.Message);
        if (failure.IsSiteFault)
        {
            run.Critical.Hold([outcome]);
        }
        else
        {
            await CommitAsync([new GatheredItem(outcome, IsSiteFault: false)], began: 0, drain, abort).ConfigureAwait(false);
        }
    }

    private Task<int> CommitAsync(IReadOnlyList<GatheredItem> items, long began, CancellationToken drain, CancellationToken abort) => run.Work.RunAsync(
        (_, _) => Task.FromResult(items), (same, lease) => CommitAsync(same, lease, began), run.Settings.BatchTimeout, drain, abort);

    private async Task<int> CommitAsync(IReadOnlyList<GatheredItem> items, SessionLease lease, long began)
    {
        ItemOutcome[] failedBySite = [.. items.Where(item => item.IsSiteFault).Select(item => item.Outcome)];
        if (failedBySite.Length > 0 && failedBySite.Length == items.Count)
        {
            run.CountFailure(failedBySite.Length, failedBySite[^1].Reason ?? "no reason given");
            run.Critical.Hold(failedBySite);
            return 0;
        }

        IReadOnlyList<ItemOutcome> held = run.Critical.Success(began);
        try
        {
            ItemOutcome[] outcomes = [.. held, .. items.Where(item => !item.IsSiteFault).Select(item => item.Outcome)];
            await run.Writer.RunAsync(
                run.Account, account => account.CommitBatch(outcomes, GatherRun.Stamp(lease), LastLook)).ConfigureAwait(false);
            run.Settings.Committed?.Invoke();
            run.Critical.Hold(failedBySite);
            RunLog.BatchCommitted(run.Logger, outcomes.Length, lease.Generation);
            return outcomes.Length;
        }
        catch
        {
            run.Critical.Hold(held);
            throw;
        }

        void LastLook()
        {
            run.Settings.Committing?.Invoke();
            run.BeforeCommit(lease);
        }
    }
}

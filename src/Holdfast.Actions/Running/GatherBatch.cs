namespace Holdfast.Actions;

/// <summary>Fetches batches and commits them.</summary>
internal sealed class GatherBatch(GatherRun run, Flight flight)
{
    // One retry more than the HTTP layer's own, for failures that are not HTTP's.
    private const int SingleItemAttempts = 2;

    /// <summary>Ends when every item of the batch has an outcome in the ledger, or is held because the site failed it.</summary>
    public async Task RunAsync(IReadOnlyList<PlannedItem> batch, StopSignal stop)
    {
        BatchOrder order = new();
        order.Add(batch);
        while (order.TryTake(out IReadOnlyList<PlannedItem> group))
        {
            stop.ThrowIfRaised();
            bool alone = group[0].Deaths > 0;
            if (alone && await BlameAsync(group, stop).ConfigureAwait(false))
            {
                continue;
            }

            try
            {
                bool settled = alone
                    ? await flight.ExclusiveAsync(() => SettleAsync(group, alone, stop), stop.Either).ConfigureAwait(false)
                    : await flight.SharedAsync(() => SettleAsync(group, alone, stop), stop.Either).ConfigureAwait(false);
                if (!settled)
                {
                    order.AddEach(group);
                }
            }
            catch (SessionLostException lost)
            {
                order.Add(await SuspectAsync(group, lost, alone && group.Count == 1).ConfigureAwait(false));
                stop.Abort.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>The run reached its end without stopping: what the site failed has failed.</summary>
    public async Task CommitHeldAsync(StopSignal stop)
    {
        if (run.Critical.Holds)
        {
            await CommitAsync([], run.Critical.Now, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Fetches a group on one generation, with the attempts that its failures deserve.</summary>
    /// <returns>False when it failed as a whole, so that one bad item must not fail its neighbours.</returns>
    private async Task<bool> SettleAsync(IReadOnlyList<PlannedItem> group, bool alone, StopSignal stop)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await FetchAsync(group, alone, stop).ConfigureAwait(false);
                return true;
            }
            catch (WorkFailedException failure)
            {
                if (failure.IsSiteFault)
                {
                    // One failure, however large the batch: a single bad item can fail it, which trying them one by one will show.
                    run.CountFailure(1, failure.Message);
                }

                if (failure.IsUnproven || (group.Count == 1 && failure.IsSiteFault && attempt < SingleItemAttempts))
                {
                    await run.RetryDelayAsync(attempt, stop.Either).ConfigureAwait(false);
                }
                else if (group.Count > 1)
                {
                    RunLog.BatchFailed(run.Logger, group.Count, failure.Message);
                    return false;
                }
                else
                {
                    await FailAsync(group[0], failure, stop).ConfigureAwait(false);
                    return true;
                }
            }
        }
    }

    private Task<int> FetchAsync(IReadOnlyList<PlannedItem> batch, bool alone, StopSignal stop)
    {
        long began = 0;
        return run.Work.TryAsync(
            (context, token) =>
            {
                began = run.Critical.Now;
                return run.Action.FetchAsync(context, batch, token);
            },
            (items, lease) =>
            {
                run.Control.RecordSuccess(batch[0]);
                return CommitAsync(items, lease, began);
            },
            run.Settings.BatchTimeout,
            alone,
            stop);
    }

    /// <summary>Notes a death in the ledger, so that it is remembered whatever becomes of this process.</summary>
    /// <returns>The items as they stand now.</returns>
    private async Task<IEnumerable<PlannedItem>> SuspectAsync(IReadOnlyList<PlannedItem> group, SessionLostException lost, bool solo)
    {
        if (lost.Cause == LossCause.ClosedByUs)
        {
            return group;
        }

        RunLog.Suspected(run.Logger, group.Count, lost.Generation);
        string[] keys = [.. group.Select(item => item.Key)];
        await run.Ledger.RecordDeathAsync(run.Writer, keys, solo).ConfigureAwait(false);
        return group.Select(item => item with { Deaths = item.Deaths + 1, SoloDeaths = item.SoloDeaths + (solo ? 1 : 0) });
    }

    /// <summary>Gives a suspect its outcome when enough sessions died over it.</summary>
    /// <returns>False when it is to be tried (again).</returns>
    private async Task<bool> BlameAsync(IReadOnlyList<PlannedItem> group, StopSignal stop)
    {
        Blame[] blames = [.. group.Select(item => run.Control.Judge(item.Key, item.SoloDeaths))];
        if (group is not [var only] || only.SoloDeaths < run.Settings.QuarantineAfter || blames[0] == Blame.Untried)
        {
            return false;
        }

        bool? isGuilty = blames[0] == Blame.Item ? true : await ControlFetchSucceedsAsync(stop).ConfigureAwait(false);
        switch (isGuilty)
        {
            case true:
                await QuarantineAsync(only).ConfigureAwait(false);
                break;
            case false:
                RunLog.NotBlamed(run.Logger, EvidenceText.Clean(only.Key), only.SoloDeaths);
                await SetAsideAsync(
                    ItemOutcome.Failed(
                        only.Key,
                        $"{only.SoloDeaths} sessions died while it was fetched alone, and nothing else came through: it may be the browser"),
                    only).ConfigureAwait(false);
                break;
        }

        return isGuilty is not null;
    }

    /// <summary>Fetches again what came through before in this leg, and keeps nothing of it: does anything still?</summary>
    /// <returns>Null when the session was closed by us.</returns>
    private async Task<bool?> ControlFetchSucceedsAsync(StopSignal stop)
    {
        if (run.Control.Known is not { } known)
        {
            return false;
        }

        try
        {
            return await flight.ExclusiveAsync(
                () => run.Work.TryAsync(
                    (context, token) => run.Action.FetchAsync(context, [known], token),
                    (_, _) => Task.FromResult<bool?>(true),
                    run.Settings.BatchTimeout,
                    isTrial: true,
                    stop),
                stop.Either).ConfigureAwait(false);
        }
        catch (WorkFailedException failure)
        {
            // A clear answer of the site came through; that it answered nothing says nothing.
            return !failure.IsSiteFault;
        }
        catch (SessionLostException lost)
        {
            stop.Abort.ThrowIfCancellationRequested();
            return lost.Cause == LossCause.ClosedByUs ? null : false;
        }
    }

    private async Task QuarantineAsync(PlannedItem item)
    {
        RunLog.Quarantined(run.Logger, EvidenceText.Clean(item.Key), item.SoloDeaths);
        await SetAsideAsync(ItemOutcome.Quarantined(
            item.Key, $"{item.SoloDeaths} sessions died while it was fetched with nothing else in flight"), item).ConfigureAwait(false);
    }

    /// <summary>Writes an outcome that no session gave.</summary>
    private async Task SetAsideAsync(ItemOutcome outcome, PlannedItem item)
    {
        await WriteAsync([outcome with { AsPlanned = item.Fingerprint }], new GenerationStamp(Session: 0, Number: 0), run.RequireRoom).ConfigureAwait(false);
        run.Events.Committed(items: 1, generation: 0);
    }

    private Task<BatchOutcome> WriteAsync(IReadOnlyList<ItemOutcome> outcomes, GenerationStamp generation, Action beforeCommit) =>
        run.Ledger.CommitBatchAsync(run.Writer, outcomes, generation, run.IsRefill, beforeCommit);

    private async Task FailAsync(PlannedItem item, WorkFailedException failure, StopSignal stop)
    {
        ItemOutcome outcome = ItemOutcome.Failed(item.Key, failure.Message) with { AsPlanned = item.Fingerprint };
        if (failure.IsSiteFault)
        {
            run.Critical.Hold([outcome]);
        }
        else
        {
            await CommitAsync([new GatheredItem(outcome, IsSiteFault: false)], began: 0, stop).ConfigureAwait(false);
        }
    }

    private Task<int> CommitAsync(IReadOnlyList<GatheredItem> items, long began, StopSignal stop) => run.Work.RunAsync(
        (_, _) => Task.FromResult(items), (same, lease) => CommitAsync(same, lease, began), run.Settings.BatchTimeout, stop);

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
            await WriteAsync(outcomes, GatherRun.Stamp(lease), VerifyBeforeCommit).ConfigureAwait(false);
            run.Events.Committed(outcomes.Length, lease.Generation);
            run.Critical.Hold(failedBySite);
            RunLog.BatchCommitted(run.Logger, outcomes.Length, lease.Generation);
            return outcomes.Length;
        }
        catch
        {
            run.Critical.Hold(held);
            throw;
        }

        void VerifyBeforeCommit()
        {
            run.Events.Committing(CommitKind.Outcome);
            run.BeforeCommit(lease);
        }
    }
}

namespace Holdfast.Actions;

/// <summary>Fetches batches, and decides what deaths say about their items.</summary>
internal sealed class GatherBatch(GatherRun run)
{
    /// <summary>Ends when every item of the batch has an outcome in the ledger, or is held because the site failed it.</summary>
    public async Task RunAsync(IReadOnlyList<PlannedItem> batch, StopSignal stop)
    {
        BatchOrder order = new();
        order.Add(batch);
        while (order.TryTake(out IReadOnlyList<PlannedItem> group))
        {
            stop.ThrowIfRaised();
            BatchWork work = new(run, group);
            if (work.IsAlone && await BlameAsync(group, stop).ConfigureAwait(false))
            {
                continue;
            }

            try
            {
                await run.Work.DoAsync(work, stop).ConfigureAwait(false);
            }
            catch (WorkFailedException failure) when (group.Count > 1)
            {
                // One bad item must not fail its neighbours.
                RunLog.BatchFailed(run.Logger, group.Count, failure.Message);
                order.AddEach(group);
            }
            catch (WorkFailedException failure)
            {
                await FailAsync(group[0], failure, stop).ConfigureAwait(false);
            }
            catch (SessionLostException lost)
            {
                order.Add(await SuspectAsync(group, lost, work.IsAlone && group.Count == 1).ConfigureAwait(false));
                stop.Abort.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>The run reached its end without stopping: what the site failed has failed.</summary>
    public async Task CommitHeldAsync(StopSignal stop)
    {
        if (run.Critical.Holds)
        {
            await run.Work.CommitAsync(new BatchWork(run, []) { Began = run.Critical.Now }, [], stop).ConfigureAwait(false);
        }
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
                        $"{only.SoloDeaths} sessions died while it was fetched alone, but no other item succeeded either: the browser may be at fault"),
                    only).ConfigureAwait(false);
                break;
        }

        return isGuilty is not null;
    }

    /// <summary>Fetches again what came through before in this leg, and keeps nothing of it: does anything still?</summary>
    /// <returns>Null when the session was closed by us.</returns>
    private async Task<bool?> ControlFetchSucceedsAsync(StopSignal stop)
    {
        if (run.Control.ControlItem is not { } control)
        {
            return false;
        }

        try
        {
            return await run.Work.DoAsync(new ControlWork(run, control), stop).ConfigureAwait(false);
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
        outcome = outcome with { AsPlanned = item.Fingerprint };
        await run.Ledger.CommitBatchAsync(run.Writer, [outcome], new GenerationStamp(Session: 0, Number: 0), run.IsRetryRound, run.RequireRoom)
            .ConfigureAwait(false);
        run.Events.Committed(items: 1, generation: 0);
    }

    private async Task FailAsync(PlannedItem item, WorkFailedException failure, StopSignal stop)
    {
        ItemOutcome outcome = ItemOutcome.Failed(item.Key, failure.Message) with { AsPlanned = item.Fingerprint };
        if (failure.IsSiteFault)
        {
            run.Critical.Hold([outcome]);
        }
        else
        {
            await run.Work.CommitAsync(new BatchWork(run, [item]), [outcome], stop).ConfigureAwait(false);
        }
    }
}

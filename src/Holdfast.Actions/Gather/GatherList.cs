namespace Holdfast.Actions;

/// <summary>Reads the list, plans its items in the ledger, and hands out what is to be fetched.</summary>
internal sealed class GatherList(GatherRun run)
{
    // A pass whose totals disagree where it could have ended.
    private int _readToTheEnd;

    private bool _stopsAtKnown;

    private readonly EmptyPages _empty = new("the list", run.Settings.MaxEmptyPages);
    private readonly GoneKeys _gone = new();

    /// <summary>First what earlier legs planned and did not fetch, then the rest of the list.</summary>
    public async IAsyncEnumerable<IReadOnlyList<PlannedItem>> ReadBatchesAsync(StopSignal stop)
    {
        string? since = run.Action.IsIncremental ? await SinceAsync().ConfigureAwait(false) : null;
        long last = 0;
        while (await PendingAsync(last).ConfigureAwait(false) is { Count: > 0 } pending)
        {
            yield return pending;
            last = pending[^1].Id;
        }

        ListingPosition position = await run.Ledger.ReadListingPositionAsync().ConfigureAwait(false);
        for (bool isFirst = true; position.State != ListingState.Finished; isFirst = false)
        {
            if (position.State == ListingState.AtEnd)
            {
                position = await EndPassAsync(position).ConfigureAwait(false);
                continue;
            }

            string? cursor = position.NextCursor;
            PagePlan plan;
            try
            {
                ListPageWork page = new(run, Math.Max(1, position.Pass), since, cursor, _empty, _gone);
                (plan, position) = await run.Work.DoAsync(page, stop).ConfigureAwait(false);
            }
            catch (RunStoppedException stopped) when (isFirst && cursor is not null && stopped.InnerException is WorkFailedException { IsSiteFault: false })
            {
                // An earlier leg's cursor may be dead by now, and would be asked for ever.
                RunLog.CursorRefused(run.Logger, EvidenceText.Clean(cursor), stopped.InnerException.Message);
                position = Afresh(position);
                continue;
            }

            foreach (PlannedItem[] batch in plan.Pending.Chunk(run.Settings.BatchSize))
            {
                yield return batch;
            }

            if (plan.CursorRepeated)
            {
                position = BreakCircle(position, cursor, isFirst);
            }
            else if ((plan.IsUpToDate && _stopsAtKnown) || await MayEndAsync(position).ConfigureAwait(false))
            {
                position = await EndPassAsync(position).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What an earlier run could not fetch is pending from now on, too.</summary>
    private async Task<string?> SinceAsync()
    {
        SyncSpan span = await run.Ledger.BeginSyncAsync(run.Writer).ConfigureAwait(false);
        _stopsAtKnown = run.Action.StopsAtKnown && await run.Ledger.KnowsWhatFollowsAsync(span).ConfigureAwait(false);
        return span.Since;
    }

    private Task<IReadOnlyList<PlannedItem>> PendingAsync(long after) =>
        run.Ledger.ReadItemsAsync(ItemState.Pending, after, run.Settings.BatchSize);

    /// <summary>A list that goes in circles stops the listing. An earlier leg's circle does not stop this one: the list is read afresh.</summary>
    private static ListingPosition BreakCircle(ListingPosition position, string? cursor, bool isFirst) => isFirst
        ? Afresh(position)
        : throw new RunStoppedException(
            RunEnd.ListingIncomplete,
            $"pagination loop: cursor '{EvidenceText.Clean(cursor)}' appeared twice in one pass. The next start reads the list from the first page");

    /// <summary>From the first page on.</summary>
    private static ListingPosition Afresh(ListingPosition position) => new(ListingState.Open, position.Pass + 1, nextCursor: null);

    /// <summary>A list that is read again need be read only as far as it had moved.</summary>
    private async Task<bool> MayEndAsync(ListingPosition position)
    {
        if (position is not { State: ListingState.Open, Pass: > 1 } || position.Pass == _readToTheEnd)
        {
            return false;
        }

        bool? may = await run.Ledger.MayEndPassAsync().ConfigureAwait(false);
        _readToTheEnd = may == false ? position.Pass : _readToTheEnd;
        return may == true;
    }

    /// <summary>A list that moved while it was read, or showed fewer items than the site says it holds, is read again.</summary>
    private async Task<ListingPosition> EndPassAsync(ListingPosition position)
    {
        long? total = await run.Ledger.ReadSiteTotalAsync().ConfigureAwait(false);
        ListReconciliation list = await run.Ledger.ReadReconciliationAsync(limit: 0).ConfigureAwait(false);
        RunLog.ListingFinished(run.Logger, position.Pass, list.Present, total, list.IsConsistent);
        if (!list.IsConsistent && position.Pass <= run.Settings.RereadPasses)
        {
            return Afresh(position);
        }

        // What was hidden must be read by the next run.
        bool holdsWatermark = run.Action.IsIncremental && !list.IsConsistent;
        await run.Ledger.FinishListingAsync(run.Writer, position.Pass, total, holdsWatermark).ConfigureAwait(false);
        run.Events.ListFinished(list.Present, total);
        return new ListingPosition(ListingState.Finished, position.Pass, nextCursor: null);
    }
}

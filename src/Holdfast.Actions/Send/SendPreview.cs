namespace Holdfast.Actions;

/// <summary>A dry run: goes through the plan as a run would, sends nothing and writes nothing.</summary>
internal sealed class SendPreview(ISend action, RunSettings settings, WorkPipeline work, IRunLedgerStore store, Action<EffectPreview> show)
{
    // What earlier runs left open.
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <returns>Why it ended early; null when it did not.</returns>
    public async Task<RunStoppedException?> RunAsync(CancellationToken stop)
    {
        try
        {
            using StopSignal signal = new(stop, stop);
            using ILedgerReader? ledger = store.OpenToRead(settings.LedgerPath);
            foreach (StoredEffect open in ledger is null ? [] : await ledger.ReadUnsettledEffectsAsync(action.Name).ConfigureAwait(false))
            {
                _open.Add(open.Key);

                // One that failed is given up here, and a run begins with another attempt.
                show(new EffectPreview(open.Key, open.PayloadJson, open.State, open.State is EffectState.Planned or EffectState.Failed));
            }

            await ReadAsync(ledger, signal).ConfigureAwait(false);
            return null;
        }
        catch (WorkFailedException failure)
        {
            return new RunStoppedException(RunEnd.ListingIncomplete, $"a page of the plan failed while the session is alive: {failure.Message}", failure);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new RunStoppedException(RunEnd.Stopped, "stopped on request");
        }
        catch (Exception exception) when (RunStoppedException.From(exception) is { } reason)
        {
            return reason;
        }
    }

    private async Task ReadAsync(ILedgerReader? ledger, StopSignal stop)
    {
        HashSet<string> cursors = new(StringComparer.Ordinal);
        HashSet<string> planned = new(StringComparer.Ordinal);
        EmptyPages empty = new("the plan", settings.MaxEmptyPages);
        EffectPosition position = (ledger is null ? null : await ledger.FindOpenPlanAsync(action.Name).ConfigureAwait(false)) ?? new(false, null);
        while (!position.IsAtEnd)
        {
            string? cursor = position.Cursor;
            PlannedPage page = await work.DoAsync(new PageToShow(action, settings, cursor), stop).ConfigureAwait(false);
            bool isNew = false;
            foreach (PlannedEffect effect in page.Effects.Where(effect => planned.Add(effect.Key)))
            {
                isNew = true;

                // What waits was shown before the plan.
                if (!_open.Contains(effect.Key))
                {
                    EffectState? state = ledger is null ? null : (await ledger.FindEffectAsync(action.Name, effect.Key).ConfigureAwait(false))?.State;
                    show(new EffectPreview(effect.Key, effect.PayloadJson, state, wouldBeSent: state is null));
                }
            }

            // Nothing is committed here, and each page comes here once.
            empty.Admit(page.Next is not null && !isNew);
            empty.Keep();
            string? next = page.Next;
            if (next is not null && !cursors.Add(next))
            {
                throw new RunStoppedException(
                    RunEnd.ListingIncomplete,
                    $"pagination loop: cursor '{EvidenceText.Clean(next)}' of the plan appeared twice. Fix PlanAsync, then run the same command");
            }

            position = new(next is null, next);
        }
    }

    /// <summary>A page of the plan, of which nothing is committed. It has one attempt.</summary>
    private sealed class PageToShow(ISend action, RunSettings settings, string? cursor) : LeasedWork<PlannedPage, PlannedPage>
    {
        public override TimeSpan Timeout => settings.BatchTimeout;

        public override Task<PlannedPage> FetchAsync(LeasedHttp calls, CancellationToken cancellationToken) =>
            action.PlanAsync(new SendContext(calls), cursor, cancellationToken);

        public override Task<PlannedPage> CommitAsync(PlannedPage fetched, SessionLease lease) => Task.FromResult(fetched);
    }
}

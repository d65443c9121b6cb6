namespace Holdfast.Actions;

/// <summary>Reads the plan of a send action page by page.</summary>
internal sealed class EffectPlan(ISend action, LegRun run)
{
    private readonly EmptyPages _empty = new("the plan", run.Settings.MaxEmptyPages);

    /// <summary>Reads the next page and plans it.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> ReadOnAsync(StopSignal stop)
    {
        EffectPosition position = await run.Ledger.ReadEffectPositionAsync().ConfigureAwait(false);
        if (position.IsAtEnd)
        {
            return false;
        }

        bool leadsOn = await run.ReadPageAsync(
            "a page of the plan",
            () => run.Work.RunAsync(
                (given, token) => action.PlanAsync(new SendContext(given.Calls), position.Cursor, token),
                (page, lease) => PlanAsync(position.Cursor, page, lease),
                run.Settings.BatchTimeout,
                stop),
            (attempt, reason) => EffectLog.PageFailed(run.Logger, attempt, reason),
            stop).ConfigureAwait(false);
        if (!leadsOn)
        {
            throw new RunStoppedException(
                RunEnd.ListingIncomplete,
                $"pagination loop: page '{EvidenceText.Clean(position.Cursor ?? "first")}' of the plan leads back to one that was read already. "
                + "Fix PlanAsync, then run the same command");
        }

        return true;
    }

    private async Task<bool> PlanAsync(string? cursor, PlannedPage page, SessionLease lease)
    {
        bool planned = await run.Ledger.PlanEffectsAsync(run.Writer, cursor, page, LegRun.Stamp(lease), plansMore =>
        {
            _empty.Admit(page.Next is not null && !plansMore);
            run.Events.Committing(CommitKind.Plan);
            run.BeforeCommit(lease);
        }).ConfigureAwait(false);
        _empty.Keep();
        run.Events.EffectsPlanned(page.Effects.Count);
        return planned;
    }
}

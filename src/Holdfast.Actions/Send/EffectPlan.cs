namespace Holdfast.Actions;

/// <summary>Reads the plan of a send action page by page.</summary>
internal sealed class EffectPlan(ISend action, LegRun run)
{
    private readonly EmptyPages _empty = new("the plan", run.Settings.MaxEmptyPages);

    /// <summary>Reads the next page and plans it.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> ReadOnAsync(CancellationToken drain, CancellationToken abort)
    {
        EffectPosition position = await run.Writer.RunAsync(run.Account, account => account.EffectPosition, CancellationToken.None).ConfigureAwait(false);
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
                drain,
                abort),
            (attempt, reason) => EffectLog.PageFailed(run.Logger, attempt, reason),
            drain,
            abort).ConfigureAwait(false);
        if (!leadsOn)
        {
            throw new RunStoppedException(
                RunEnd.ListingIncomplete,
                $"the plan goes in circles: the page '{EvidenceText.Clean(position.Cursor ?? "first")}' leads back to one that was read already");
        }

        return true;
    }

    private async Task<bool> PlanAsync(string? cursor, PlannedPage page, SessionLease lease)
    {
        bool planned = await run.Writer.RunAsync(
            run.Account,
            account => _empty.Saw(
                page.Next is not null && !account.PlansMore(page),
                () => account.PlanEffects(cursor, page, LegRun.Stamp(lease), () =>
                {
                    run.Settings.EffectStep?.Invoke(EffectStep.Planning);
                    run.BeforeCommit(lease);
                })),
            CancellationToken.None).ConfigureAwait(false);
        run.Settings.EffectStep?.Invoke(EffectStep.Planned);
        return planned;
    }
}

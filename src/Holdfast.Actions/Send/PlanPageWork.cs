namespace Holdfast.Actions;

/// <summary>Reads one page of the plan, and plans its effects. Gives false when the page leads back to one that was read already.</summary>
/// <param name="action">What is run.</param>
/// <param name="run">The leg.</param>
/// <param name="cursor">Which page; null for the first.</param>
/// <param name="empty">Bounds pages that show nothing new.</param>
internal sealed class PlanPageWork(ISend action, LegRun run, string? cursor, EmptyPages empty) : PageWork<PlannedPage, bool>(run.Settings, "a page of the plan")
{
    /// <inheritdoc/>
    public override Task<PlannedPage> FetchAsync(LeasedHttp calls, CancellationToken cancellationToken) =>
        action.PlanAsync(new SendContext(calls), cursor, cancellationToken);

    /// <inheritdoc/>
    public override async Task<bool> CommitAsync(PlannedPage fetched, SessionLease lease)
    {
        bool planned = await run.Ledger.PlanEffectsAsync(run.Writer, cursor, fetched, LegRun.Stamp(lease), plansMore =>
        {
            empty.Admit(fetched.Next is not null && !plansMore);
            run.Events.Committing(CommitKind.Plan);
            run.BeforeCommit(lease);
        }).ConfigureAwait(false);
        empty.Keep();
        run.Events.EffectsPlanned(fetched.Effects.Count);
        return planned;
    }

    /// <inheritdoc/>
    protected override void Log(int attempt, string reason) => EffectLog.PageFailed(run.Logger, attempt, reason);
}

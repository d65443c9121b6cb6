namespace Holdfast.Actions;

/// <summary>Reads one page of the list, and plans its items.</summary>
/// <param name="run">The gather.</param>
/// <param name="pass">Which reading of the list it belongs to.</param>
/// <param name="since">The watermark of the last completed run; null when there is none.</param>
/// <param name="cursor">Which page; null for the first.</param>
/// <param name="empty">Bounds pages that show nothing new.</param>
/// <param name="gone">Remembers what pages said is gone.</param>
internal sealed class ListPageWork(GatherRun run, int pass, string? since, string? cursor, EmptyPages empty, GoneKeys gone)
    : PageWork<PageListing, (PagePlan Plan, ListingPosition Next)>(run.Settings, "a list page")
{
    /// <inheritdoc/>
    public override Task<PageListing> FetchAsync(LeasedHttp calls, CancellationToken cancellationToken) =>
        run.Action.ListAsync(new GatherContext(calls), pass, since, cursor, cancellationToken);

    /// <inheritdoc/>
    public override async Task<(PagePlan Plan, ListingPosition Next)> CommitAsync(PageListing fetched, SessionLease lease)
    {
        PagePlan plan = await run.Ledger.PlanPageAsync(run.Writer, fetched, showsMore =>
        {
            empty.Admit(fetched.NextCursor is not null && !showsMore && !gone.ShowsMore(pass, fetched.Removed));
            run.BeforeCommit(lease);
        }).ConfigureAwait(false);
        empty.Keep();
        gone.Add(pass, fetched.Removed);
        run.Events.Planned(fetched.Items.Count);
        return (plan, fetched.After);
    }

    /// <inheritdoc/>
    protected override void Log(int attempt, string reason) => RunLog.PageFailed(run.Logger, attempt, reason);
}

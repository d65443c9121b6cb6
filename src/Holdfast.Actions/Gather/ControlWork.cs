namespace Holdfast.Actions;

/// <summary>Fetches an item again that came through before, and keeps nothing of it: does anything still?</summary>
internal sealed class ControlWork(GatherRun run, PlannedItem item) : LeasedWork<IReadOnlyList<ItemOutcome>, bool>
{
    public override TimeSpan Timeout => run.Settings.BatchTimeout;

    /// <inheritdoc/>
    public override bool IsAlone => true;

    /// <inheritdoc/>
    /// <remarks>The death is the answer.</remarks>
    public override bool OutlivesDeath => false;

    /// <inheritdoc/>
    public override Task<IReadOnlyList<ItemOutcome>> FetchAsync(LeasedHttp calls, CancellationToken cancellationToken) =>
        run.Action.FetchAsync(new GatherContext(calls), [item], cancellationToken);

    /// <inheritdoc/>
    public override Task<bool> CommitAsync(IReadOnlyList<ItemOutcome> fetched, SessionLease lease) => Task.FromResult(true);
}

namespace Holdfast.Actions;

/// <summary>Fetches a group of items and commits what came of them.</summary>
/// <param name="run">The gather.</param>
/// <param name="group">The items; none to commit what is held, and nothing else.</param>
internal sealed class BatchWork(GatherRun run, IReadOnlyList<PlannedItem> group) : LeasedWork<IReadOnlyList<ItemOutcome>, int>
{
    // One retry more than the HTTP layer's own, for failures that are not HTTP's.
    private const int SingleItemAttempts = 2;

    /// <summary>When the fetch began, by <see cref="CriticalFailurePolicy.Now"/>; null before, and for outcomes that no fetch gave.</summary>
    public long? Began { get; set; }

    public override TimeSpan Timeout => run.Settings.BatchTimeout;

    /// <inheritdoc/>
    public override bool IsAlone => group is [{ Deaths: > 0 }, ..];

    /// <inheritdoc/>
    /// <remarks>The items become suspects first, and may be fetched in other groups then.</remarks>
    public override bool OutlivesDeath => false;

    /// <inheritdoc/>
    public override Task<IReadOnlyList<ItemOutcome>> FetchAsync(LeasedHttp calls, CancellationToken cancellationToken)
    {
        Began = run.Critical.Now;
        return run.Action.FetchAsync(new GatherContext(calls), group, cancellationToken);
    }

    /// <inheritdoc/>
    /// <returns>How many items have an outcome by it; those that the site failed are held until it is known whose fault it was.</returns>
    public override async Task<int> CommitAsync(IReadOnlyList<ItemOutcome> fetched, SessionLease lease)
    {
        if (Began is not null && group is [var first, ..])
        {
            run.Control.RecordSuccess(first);
        }

        ItemOutcome[] failedBySite = [.. fetched.Where(item => item.IsSiteFault)];
        if (failedBySite.Length > 0 && failedBySite.Length == fetched.Count)
        {
            run.CountFailure(failedBySite.Length, failedBySite[^1].Reason ?? "no reason given");
            run.Critical.Hold(failedBySite);
            return 0;
        }

        IReadOnlyList<ItemOutcome> held = run.Critical.Success(Began ?? 0);
        try
        {
            ItemOutcome[] outcomes = [.. held, .. fetched.Where(item => !item.IsSiteFault)];
            await run.Ledger.CommitBatchAsync(run.Writer, outcomes, LegRun.Stamp(lease), run.IsRetryRound, VerifyBeforeCommit).ConfigureAwait(false);
            run.Events.Committed(outcomes.Length, lease.Generation);
            run.Critical.Hold(failedBySite);
            RunLog.BatchCommitted(run.Logger, outcomes.Length, lease.Generation);
            return outcomes.Length;
        }
        catch
        {
            run.Critical.TakeBack(held);
            throw;
        }

        void VerifyBeforeCommit()
        {
            run.Events.Committing(CommitKind.Outcome);
            run.BeforeCommit(lease);
        }
    }

    /// <inheritdoc/>
    public override bool TakeFailure(WorkFailedException failure)
    {
        if (failure.IsSiteFault)
        {
            // One failure, however large the batch: a single bad item can fail it, which trying them one by one will show.
            run.CountFailure(1, failure.Message);
        }

        return failure.IsUnproven || (group.Count == 1 && failure.IsSiteFault && Failures < SingleItemAttempts);
    }
}

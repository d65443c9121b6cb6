namespace Holdfast.Ledger.Sqlite;

/// <summary>A leg's ledger in an SQLite file: the one place where work is brought to the file's thread.</summary>
/// <param name="path">The file, as the run's settings name it.</param>
/// <param name="writer">The file's thread; owned.</param>
/// <param name="account">The leg's account; used on that thread only.</param>
internal sealed class SqliteRunLedger(string path, LedgerWriter writer, RunAccount account) : IRunLedger
{
    public long RunId => account.RunId;

    public string Action => account.Action;

    public LegWriter Writer => account.Writer;

    public bool IsResumed => account.Resumed;

    public void RequireRoom(long bytes) => LedgerRoom.Require(path, bytes);

    public Task<SyncSpan> BeginSyncAsync(LegWriter by) => writer.RunAsync(_ => account.As(by).BeginSync());

    public Task<bool> KnowsWhatFollowsAsync(SyncSpan span) => writer.RunAsync(_ => account.KnowsWhatFollows(span));

    public Task<ListingPosition> ReadListingPositionAsync() => writer.RunAsync(_ => account.ListingPosition);

    public Task<PagePlan> PlanPageAsync(LegWriter by, PageListing page, Action<bool>? beforeCommit) =>
        writer.RunAsync(_ => account.As(by).PlanPage(page, beforeCommit));

    public Task<bool?> MayEndPassAsync() => writer.RunAsync(_ => account.MayEndPass());

    public Task<long?> ReadSiteTotalAsync() => writer.RunAsync(_ => account.ReadSiteTotal());

    public Task<ListReconciliation> ReadReconciliationAsync(int limit) =>
        writer.RunAsync(ledger => ledger.ReadReconciliation(RunId, limit));

    public Task FinishListingAsync(LegWriter by, int pass, long? siteTotal, bool holdsWatermark) =>
        WorkAsync(_ => account.As(by).FinishListing(pass, siteTotal, holdsWatermark));

    public Task<IReadOnlyList<PlannedItem>> ReadItemsAsync(ItemState state, long after, int limit) =>
        writer.RunAsync(_ => account.ReadItems(state, after, limit));

    public Task CommitBatchAsync(
        LegWriter by, IReadOnlyList<ItemOutcome> outcomes, GenerationStamp generation, bool isRetryRound, Action? beforeCommit) =>
        WorkAsync(_ => account.As(by).CommitBatch(outcomes, generation, beforeCommit, isRetryRound));

    public Task RecordDeathAsync(LegWriter by, IReadOnlyList<string> keys, bool alone) => WorkAsync(_ => account.As(by).RecordDeath(keys, alone));

    public Task UseSinksAsync(LegWriter by, RecordTargets targets) => WorkAsync(_ => account.As(by).UseSinks(targets));

    public Task<IReadOnlyList<OwedRecord>> ReadOwedAsync(string sink, long after, int limit) => writer.RunAsync(_ => account.ReadOwed(sink, after, limit));

    public Task MarkDeliveredAsync(LegWriter by, IReadOnlyList<OwedRecord> delivered) => writer.RunAsync(_ => account.As(by).MarkDelivered(delivered));

    public Task<EffectPosition> ReadEffectPositionAsync() => writer.RunAsync(_ => account.EffectPosition);

    public Task CarryOverEffectsAsync(LegWriter by) => WorkAsync(_ => account.As(by).CarryOverEffects());

    public Task<bool> PlanEffectsAsync(LegWriter by, string? cursor, PlannedPage page, GenerationStamp generation, Action<bool>? beforeCommit) =>
        writer.RunAsync(_ => account.As(by).PlanEffects(cursor, page, generation, beforeCommit));

    public Task<StoredEffect?> ReadNextEffectAsync() => writer.RunAsync(_ => account.NextEffect());

    public Task<StoredEffect> ReadEffectAsync(string key) => writer.RunAsync(_ => account.ReadEffect(key));

    public Task<StoredEffect?> ReopenEffectAsync(LegWriter by, long after) => writer.RunAsync(_ => account.As(by).ReopenEffect(after));

    public Task<int> CountEarlierDeathsAsync(long effect) => writer.RunAsync(_ => account.CountEarlierDeaths(effect));

    public Task<IReadOnlyList<long>> BeginEffectsAsync(LegWriter by, IReadOnlyList<long> effects, GenerationStamp generation, Action? beforeCommit) =>
        writer.RunAsync(_ => account.As(by).BeginEffects(effects, generation, beforeCommit));

    public Task SettleEffectsAsync(LegWriter by, IReadOnlyList<EffectResult> results, GenerationStamp generation, Action? beforeCommit) =>
        WorkAsync(_ => account.As(by).SettleEffects(results, generation, beforeCommit));

    public Task<DateTimeOffset?> ReadBudgetFreeAtAsync(int perDay) => writer.RunAsync(_ => account.BudgetFreeAt(perDay));

    public Task<DateTimeOffset?> ReadLastBegunAtAsync(TimeSpan within) => writer.RunAsync(_ => account.LastBegunAt(within));

    public Task<Checkpoint> ReadCheckpointAsync() => writer.RunAsync(_ => account.ReadCheckpoint());

    public Task SaveCheckpointAsync(LegWriter by, Checkpoint checkpoint, GenerationStamp generation, Action? beforeCommit) =>
        WorkAsync(_ => account.As(by).SaveCheckpoint(checkpoint, generation, beforeCommit));

    public Task SaveProgressAsync(LegWriter by, RunProgress progress, GenerationStamp generation, Action? beforeCommit) =>
        WorkAsync(_ => account.As(by).SaveProgress(progress, generation, beforeCommit));

    public Task RecordIncidentAsync(LegWriter by, Incident incident) => WorkAsync(_ => account.As(by).RecordIncident(IncidentMapping.ToRow(incident)));

    public Task RecordSuspensionAsync(LegWriter by, GenerationStamp generation, Suspension suspension) =>
        WorkAsync(_ => account.As(by).RecordSuspension(generation, suspension));

    public Task RecordPauseAsync(LegWriter by, PauseRow pause) => WorkAsync(_ => account.As(by).RecordPause(pause));

    public Task<IReadOnlyList<PauseRow>> ReadRememberedPausesAsync() => writer.RunAsync(ledger => ledger.ReadRememberedPauses());

    public Task<long?> TakeMemberAsync(LegWriter by, string member) => writer.RunAsync(_ => account.As(by).TakeMember(member));

    public Task<DateTimeOffset?> ReadLoginHoldAsync(LoginAccount account, DateTimeOffset now) =>
        writer.RunAsync(ledger => ledger.ReadLoginHold(account, now));

    public Task RecordRefusedLoginAsync(LoginAccount account, DateTimeOffset now) =>
        WorkAsync(ledger => ledger.NoteRefusedLogin(account, now));

    public Task<RunSummary> ReadSummaryAsync() => writer.RunAsync(ledger => ledger.ReadSummary(RunId));

    public Task<IReadOnlyList<LedgerMismatch>> CheckAsync() => writer.RunAsync(ledger => ledger.Check(RunId));

    public Task EndLegAsync(LegWriter by, LegOutcome outcome, bool finishesRun) => WorkAsync(_ => account.As(by).EndLeg(outcome, finishesRun));

    public Task RequireInPlaceAsync() => WorkAsync(ledger => ledger.RequireInPlace());

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private Task<bool> WorkAsync(Action<RunLedger> work) => writer.RunAsync(ledger =>
    {
        work(ledger);
        return true;
    });
}

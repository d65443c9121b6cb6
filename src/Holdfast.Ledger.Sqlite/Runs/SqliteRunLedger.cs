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

    public Task<SyncSpan> BeginSyncAsync(LegWriter by) => WriteAsync(by, run => run.BeginSync());

    public Task<bool> KnowsWhatFollowsAsync(SyncSpan span) => ReadAsync(run => run.KnowsWhatFollows(span));

    public Task<ListingPosition> ReadListingPositionAsync() => ReadAsync(run => run.ListingPosition);

    public Task<PagePlan> PlanPageAsync(LegWriter by, PageListing page, Action<bool>? beforeCommit) => WriteAsync(by, run => run.PlanPage(page, beforeCommit));

    public Task<bool?> MayEndPassAsync() => ReadAsync(run => run.MayEndPass());

    public Task<long?> ReadSiteTotalAsync() => ReadAsync(run => run.ReadSiteTotal());

    public Task<ListReconciliation> ReadReconciliationAsync(int limit) =>
        writer.RunAsync(ledger => ledger.ReadReconciliation(RunId, limit), CancellationToken.None);

    public Task FinishListingAsync(LegWriter by, int pass, long? siteTotal, bool holdsWatermark) =>
        WriteAsync(by, run => run.FinishListing(pass, siteTotal, holdsWatermark));

    public Task<IReadOnlyList<PlannedItem>> ReadItemsAsync(ItemState state, long after, int limit) => ReadAsync(run => run.ReadItems(state, after, limit));

    public Task<BatchOutcome> CommitBatchAsync(
        LegWriter by, IReadOnlyList<ItemOutcome> outcomes, GenerationStamp generation, bool isRefill, Action? beforeCommit) => WriteAsync(
        by,
        run => isRefill ? run.CommitRefill(outcomes, generation, beforeCommit) : run.CommitBatch(outcomes, generation, beforeCommit));

    public Task RecordDeathAsync(LegWriter by, IReadOnlyList<string> keys, bool alone) => WriteAsync(by, run => run.RecordDeath(keys, alone));

    public Task UseSinksAsync(LegWriter by, RecordTargets targets) => WriteAsync(by, run => run.UseSinks(targets));

    public Task<IReadOnlyList<OwedRecord>> ReadOwedAsync(string sink, long after, int limit) => ReadAsync(run => run.ReadOwed(sink, after, limit));

    public Task MarkDeliveredAsync(LegWriter by, IReadOnlyList<OwedRecord> delivered) => WriteAsync(by, run => run.MarkDelivered(delivered));

    public Task<EffectPosition> ReadEffectPositionAsync() => ReadAsync(run => run.EffectPosition);

    public Task CarryOverEffectsAsync(LegWriter by) => WriteAsync(by, run => run.CarryOverEffects());

    public Task<bool> PlanEffectsAsync(LegWriter by, string? cursor, PlannedPage page, GenerationStamp generation, Action<bool>? beforeCommit) =>
        WriteAsync(by, run => run.PlanEffects(cursor, page, generation, beforeCommit));

    public Task<StoredEffect?> ReadNextEffectAsync() => ReadAsync(run => run.NextEffect());

    public Task<StoredEffect> ReadEffectAsync(string key) => ReadAsync(run => run.ReadEffect(key));

    public Task<StoredEffect?> ReopenEffectAsync(LegWriter by, long after) => WriteAsync(by, run => run.ReopenEffect(after));

    public Task<int> CountEarlierDeathsAsync(long effect) => ReadAsync(run => run.CountEarlierDeaths(effect));

    public Task<IReadOnlyList<long>> BeginEffectsAsync(LegWriter by, IReadOnlyList<long> effects, GenerationStamp generation, Action? beforeCommit) =>
        WriteAsync(by, run => run.BeginEffects(effects, generation, beforeCommit));

    public Task SettleEffectsAsync(LegWriter by, IReadOnlyList<EffectResult> results, GenerationStamp generation, Action? beforeCommit) =>
        WriteAsync(by, run => run.SettleEffects(results, generation, beforeCommit));

    public Task<DateTimeOffset?> ReadBudgetFreeAtAsync(int perDay) => ReadAsync(run => run.BudgetFreeAt(perDay));

    public Task<DateTimeOffset?> ReadLastBegunAtAsync(TimeSpan within) => ReadAsync(run => run.LastBegunAt(within));

    public Task<Checkpoint> ReadCheckpointAsync() => ReadAsync(run => run.ReadCheckpoint());

    public Task SaveCheckpointAsync(LegWriter by, Checkpoint checkpoint, GenerationStamp generation, Action? beforeCommit) =>
        WriteAsync(by, run => run.SaveCheckpoint(checkpoint, generation, beforeCommit));

    public Task SaveProgressAsync(LegWriter by, RunProgress progress, GenerationStamp generation, Action? beforeCommit) =>
        WriteAsync(by, run => run.SaveProgress(progress, generation, beforeCommit));

    public Task RecordIncidentAsync(LegWriter by, Incident incident) => WriteAsync(by, run => run.RecordIncident(IncidentMapping.ToRow(incident)));

    public Task RecordSuspensionAsync(LegWriter by, SuspensionRow suspension) => WriteAsync(by, run => run.RecordSuspension(suspension));

    public Task RecordPauseAsync(LegWriter by, PauseRow pause) => WriteAsync(by, run => run.RecordPause(pause));

    public Task<IReadOnlyList<PauseRow>> ReadRememberedPausesAsync() => writer.RunAsync(ledger => ledger.ReadRememberedPauses(), CancellationToken.None);

    public Task<long?> TakeMemberAsync(LegWriter by, string member) => WriteAsync(by, run => run.TakeMember(member));

    public Task<DateTimeOffset?> ReadLoginHoldAsync(LoginAccount account, DateTimeOffset now) =>
        writer.RunAsync(ledger => ledger.ReadLoginHold(account, now), CancellationToken.None);

    public Task RecordRefusedLoginAsync(LoginAccount account, DateTimeOffset now) =>
        WorkAsync(ledger => ledger.NoteRefusedLogin(account, now));

    public Task<RunSummary> ReadSummaryAsync() => writer.RunAsync(ledger => ledger.ReadSummary(RunId), CancellationToken.None);

    public Task<IReadOnlyList<LedgerMismatch>> CheckAsync() => writer.RunAsync(ledger => ledger.Check(RunId), CancellationToken.None);

    public Task EndLegAsync(LegWriter by, LegOutcome outcome, bool finishesRun) => WriteAsync(by, run => run.EndLeg(outcome, finishesRun));

    public Task RequireInPlaceAsync() => WorkAsync(ledger => ledger.RequireInPlace());

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private Task<bool> WorkAsync(Action<RunLedger> work) => writer.RunAsync(
        ledger =>
        {
            work(ledger);
            return true;
        },
        CancellationToken.None);

    private Task<T> ReadAsync<T>(Func<RunAccount, T> read) => writer.RunAsync(_ => read(account), CancellationToken.None);

    private Task<T> WriteAsync<T>(LegWriter by, Func<RunAccount, T> write) => writer.RunAsync(
        _ =>
        {
            account.RequireWriter(by);
            return write(account);
        },
        CancellationToken.None);

    private Task<bool> WriteAsync(LegWriter by, Action<RunAccount> write) => WriteAsync(by, run =>
    {
        write(run);
        return true;
    });
}

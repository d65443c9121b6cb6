namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A leg that waits for each answer of its ledger, so that a test reads as what happens one after the other.</summary>
internal sealed class LegUnderTest(IRunLedger ledger)
{
    public IRunLedger Ledger => ledger;

    public long RunId => ledger.RunId;

    public long Epoch => ledger.Writer.Epoch;

    public bool Resumed => ledger.IsResumed;

    public ListingPosition ListingPosition => Wait(ledger.ReadListingPositionAsync());

    public PagePlan PlanPage(PageListing page, Action<bool>? beforeCommit) => Wait(ledger.PlanPageAsync(ledger.Writer, page, beforeCommit));

    public void FinishListing(int pass, long? siteTotal, bool holdsWatermark = false) =>
        Wait(ledger.FinishListingAsync(ledger.Writer, pass, siteTotal, holdsWatermark));

    public ListReconciliation Reconcile(int limit = 100) => Wait(ledger.ReadReconciliationAsync(limit));

    public bool? MayEndPass() => Wait(ledger.MayEndPassAsync());

    public long? ReadSiteTotal() => Wait(ledger.ReadSiteTotalAsync());

    public SyncSpan BeginSync() => Wait(ledger.BeginSyncAsync(ledger.Writer));

    public bool KnowsWhatFollows(SyncSpan span) => Wait(ledger.KnowsWhatFollowsAsync(span));

    public IReadOnlyList<PlannedItem> ReadItems(ItemState state) => Wait(ledger.ReadItemsAsync(state, 0, 100));

    public IReadOnlyList<PlannedItem> ReadPending(long after, int limit) => Wait(ledger.ReadItemsAsync(ItemState.Pending, after, limit));

    /// <returns>How many items of each state the run has more by it.</returns>
    public ItemCounts CommitBatch(IReadOnlyList<ItemOutcome> outcomes, GenerationStamp generation, Action? beforeCommit) =>
        Commit(outcomes, generation, isRetryRound: false, beforeCommit);

    /// <inheritdoc cref="CommitBatch"/>
    public ItemCounts CommitRetryRound(params ItemOutcome[] outcomes) => Commit(outcomes, Listed.First, isRetryRound: true, beforeCommit: null);

    public void RecordDeath(IReadOnlyList<string> keys, bool alone) => Wait(ledger.RecordDeathAsync(ledger.Writer, keys, alone));

    /// <summary>Uses sinks elsewhere.</summary>
    /// <param name="names">The sinks' names.</param>
    /// <returns>How often it was told that something landed.</returns>
    public Func<int> UseSinks(params string[] names)
    {
        int landed = 0;
        Wait(ledger.UseSinksAsync(ledger.Writer, new RecordTargets([], names, () => landed++)));
        return () => landed;
    }

    public IReadOnlyList<OwedRecord> ReadOwed(string sink, long after = 0, int limit = 100) => Wait(ledger.ReadOwedAsync(sink, after, limit));

    public void MarkDelivered(params OwedRecord[] delivered) => Wait(ledger.MarkDeliveredAsync(ledger.Writer, delivered));

    public void RecordIncident(Incident incident) => Wait(ledger.RecordIncidentAsync(ledger.Writer, incident));

    public void RecordSuspension(Suspension suspension, int generation) =>
        Wait(ledger.RecordSuspensionAsync(ledger.Writer, new GenerationStamp(Session: 0, generation), suspension));

    public void RecordPause(PauseRow pause) => Wait(ledger.RecordPauseAsync(ledger.Writer, pause));

    public IReadOnlyList<PauseRow> ReadRememberedPauses() => Wait(ledger.ReadRememberedPausesAsync());

    public EffectPosition EffectPosition => Wait(ledger.ReadEffectPositionAsync());

    public void CarryOverEffects() => Wait(ledger.CarryOverEffectsAsync(ledger.Writer));

    public bool PlanEffects(string? cursor, PlannedPage page, Action<bool>? beforeCommit = null) =>
        Wait(ledger.PlanEffectsAsync(ledger.Writer, cursor, page, Listed.First, beforeCommit));

    public StoredEffect ReadEffect(string key) => Wait(ledger.ReadEffectAsync(key));

    public StoredEffect? NextEffect() => Wait(ledger.ReadNextEffectAsync());

    public StoredEffect? ReopenEffect(long after) => Wait(ledger.ReopenEffectAsync(ledger.Writer, after));

    public int CountEarlierDeaths(string key) => Wait(ledger.CountEarlierDeathsAsync(ReadEffect(key).Id));

    public IReadOnlyList<long> BeginEffects(IReadOnlyList<long> effects, Action? beforeCommit = null) =>
        Wait(ledger.BeginEffectsAsync(ledger.Writer, effects, Listed.First, beforeCommit));

    /// <summary>Begins one effect.</summary>
    public void Begin(string key) => Assert.Single(BeginEffects([ReadEffect(key).Id]));

    public void SettleEffects(params EffectResult[] results) => Wait(ledger.SettleEffectsAsync(ledger.Writer, results, Listed.First, beforeCommit: null));

    /// <summary>Settles one effect.</summary>
    public void Settle(string key, EffectEvent happened, string? text = null) => SettleEffects(new EffectResult(ReadEffect(key).Id, happened, text));

    public DateTimeOffset? BudgetFreeAt(int perDay) => Wait(ledger.ReadBudgetFreeAtAsync(perDay));

    public DateTimeOffset? LastBegunAt(TimeSpan within) => Wait(ledger.ReadLastBegunAtAsync(within));

    public Checkpoint ReadCheckpoint() => Wait(ledger.ReadCheckpointAsync());

    public void SaveCheckpoint(string value, long done, Action? beforeCommit = null) =>
        Wait(ledger.SaveCheckpointAsync(ledger.Writer, new Checkpoint(value, Done(done)), Listed.First, beforeCommit));

    public void SaveProgress(long done) => Wait(ledger.SaveProgressAsync(ledger.Writer, Done(done), Listed.First, beforeCommit: null));

    public long? TakeMember(string member) => Wait(ledger.TakeMemberAsync(ledger.Writer, member));

    public RunSummary ReadSummary() => Wait(ledger.ReadSummaryAsync());

    public IReadOnlyList<LedgerMismatch> Check() => Wait(ledger.CheckAsync());

    public void EndLeg(LegOutcome outcome) => Wait(ledger.EndLegAsync(ledger.Writer, outcome, finishesRun: false));

    public void FinishRun() => Wait(ledger.EndLegAsync(ledger.Writer, LegOutcome.Finished, finishesRun: true));

    public void RequireInPlace() => Wait(ledger.RequireInPlaceAsync());

    /// <summary>How far an action says it is.</summary>
    public static RunProgress Done(long done) => new(done, null, null, isCompleted: false);

    private ItemCounts Commit(IReadOnlyList<ItemOutcome> outcomes, GenerationStamp generation, bool isRetryRound, Action? beforeCommit)
    {
        ItemCounts before = ItemCounts.Of(Wait(ledger.ReadSummaryAsync()));
        Wait(ledger.CommitBatchAsync(ledger.Writer, outcomes, generation, isRetryRound, beforeCommit));
        return ItemCounts.Of(Wait(ledger.ReadSummaryAsync())).Since(before);
    }

    private static T Wait<T>(Task<T> answer) => answer.GetAwaiter().GetResult();

    private static void Wait(Task answer) => answer.GetAwaiter().GetResult();
}

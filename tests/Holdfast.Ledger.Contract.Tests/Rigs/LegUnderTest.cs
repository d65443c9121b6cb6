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

    public void FinishListing(int pass, long? siteTotal) => Wait(ledger.FinishListingAsync(ledger.Writer, pass, siteTotal, holdsWatermark: false));

    public ListReconciliation Reconcile(int limit = 100) => Wait(ledger.ReadReconciliationAsync(limit));

    public SyncSpan BeginSync() => Wait(ledger.BeginSyncAsync(ledger.Writer));

    public IReadOnlyList<PlannedItem> ReadPending(long after, int limit) => Wait(ledger.ReadItemsAsync(ItemState.Pending, after, limit));

    public BatchOutcome CommitBatch(IReadOnlyList<ItemOutcome> outcomes, GenerationStamp generation, Action? beforeCommit) =>
        Wait(ledger.CommitBatchAsync(ledger.Writer, outcomes, generation, isRefill: false, beforeCommit));

    public BatchOutcome CommitRefill(IReadOnlyList<ItemOutcome> outcomes) =>
        Wait(ledger.CommitBatchAsync(ledger.Writer, outcomes, Listed.First, isRefill: true, beforeCommit: null));

    public void RecordDeath(IReadOnlyList<string> keys, bool alone) => Wait(ledger.RecordDeathAsync(ledger.Writer, keys, alone));

    public void RecordIncident(Incident incident) => Wait(ledger.RecordIncidentAsync(ledger.Writer, incident));

    public void RecordSuspension(Suspension suspension, int generation) =>
        Wait(ledger.RecordSuspensionAsync(ledger.Writer, new GenerationStamp(Session: 0, generation), suspension));

    public void RecordPause(PauseRow pause) => Wait(ledger.RecordPauseAsync(ledger.Writer, pause));

    public IReadOnlyList<PauseRow> ReadRememberedPauses() => Wait(ledger.ReadRememberedPausesAsync());

    public bool PlanEffects(string? cursor, PlannedPage page, Action<bool>? beforeCommit = null) =>
        Wait(ledger.PlanEffectsAsync(ledger.Writer, cursor, page, Listed.First, beforeCommit));

    public StoredEffect ReadEffect(string key) => Wait(ledger.ReadEffectAsync(key));

    public StoredEffect? NextEffect() => Wait(ledger.ReadNextEffectAsync());

    public IReadOnlyList<long> BeginEffects(IReadOnlyList<long> effects, Action? beforeCommit = null) =>
        Wait(ledger.BeginEffectsAsync(ledger.Writer, effects, Listed.First, beforeCommit));

    public void SettleEffects(params EffectResult[] results) => Wait(ledger.SettleEffectsAsync(ledger.Writer, results, Listed.First, beforeCommit: null));

    public Checkpoint ReadCheckpoint() => Wait(ledger.ReadCheckpointAsync());

    public void SaveCheckpoint(string value, long done, Action? beforeCommit = null) => Wait(ledger.SaveCheckpointAsync(
        ledger.Writer, new Checkpoint(value, new RunProgress(done, null, null, isCompleted: false)), Listed.First, beforeCommit));

    public void SaveProgress(long done) => Wait(ledger.SaveProgressAsync(
        ledger.Writer, new RunProgress(done, null, null, isCompleted: false), Listed.First, beforeCommit: null));

    public void EndLeg(LegOutcome outcome) => Wait(ledger.EndLegAsync(ledger.Writer, outcome, finishesRun: false));

    public void FinishRun() => Wait(ledger.EndLegAsync(ledger.Writer, LegOutcome.Finished, finishesRun: true));

    private static T Wait<T>(Task<T> answer) => answer.GetAwaiter().GetResult();

    private static void Wait(Task answer) => answer.GetAwaiter().GetResult();
}

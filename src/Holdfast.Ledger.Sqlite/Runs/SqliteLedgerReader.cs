namespace Holdfast.Ledger.Sqlite;

/// <summary>Looks into an SQLite file, on the caller's thread.</summary>
/// <param name="ledger">The open file; owned.</param>
internal sealed class SqliteLedgerReader(RunLedger ledger) : ILedgerReader
{
    public string Name => ledger.Path;

    public Task<IReadOnlyList<RunInfo>> ReadRunsAsync(string? action, int limit) => Task.FromResult(ledger.ReadRuns(action, limit));

    public Task<RunSummary> ReadSummaryAsync(long runId) => Task.FromResult(ledger.ReadSummary(runId));

    public Task<IReadOnlyList<LedgerMismatch>> CheckAsync(long runId) => Task.FromResult(ledger.Check(runId));

    public Task<IReadOnlyList<MissingItem>> ReadMissingAsync(long runId, int limit) => Task.FromResult(ledger.ReadMissing(runId, limit));

    public Task<IReadOnlyList<StoredEffect>> ReadMissingEffectsAsync(long runId, int limit) => Task.FromResult(ledger.ReadMissingEffects(runId, limit));

    public Task<ListReconciliation> ReadReconciliationAsync(long runId, int limit) => Task.FromResult(ledger.ReadReconciliation(runId, limit));

    public Task<IReadOnlyList<StoredIncident>> ReadIncidentsAsync(long? runId) => Task.FromResult(ledger.ReadIncidents(runId));

    public Task<IReadOnlyList<StoredSuspension>> ReadSuspensionsAsync(long? runId) => Task.FromResult(ledger.ReadSuspensions(runId));

    public Task<IReadOnlyList<StoredPause>> ReadPausesAsync(long? runId, DateTimeOffset? endingAfter) => Task.FromResult(ledger.ReadPauses(runId, endingAfter));

    public Task<IReadOnlyList<StoredEffect>> ReadEffectsAsync(string? action, EffectState? state, string? key) =>
        Task.FromResult(ledger.ReadEffects(action, state, key));

    public IAsyncEnumerable<StoredRecord> ReadRecordsAsync(string action, long? writtenByRun, bool includePartial) =>
        ledger.ReadRecords(action, writtenByRun, includePartial).ToAsyncEnumerable();

    public Task RequireEffectsHereAsync(string action, string? site)
    {
        ledger.RequireEffectsHere(action, site);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<PauseRow>> ReadRememberedPausesAsync() => Task.FromResult(ledger.ReadRememberedPauses());

    public Task<long?> FindOtherMemberAsync(string action, string member) => Task.FromResult(ledger.FindOtherMember(action, member));

    public Task<IReadOnlyList<StoredEffect>> ReadUnsettledEffectsAsync(string action) => Task.FromResult(ledger.ReadUnsettledEffects(action));

    public Task<StoredEffect?> FindEffectAsync(string action, string key) => Task.FromResult(ledger.FindEffect(action, key));

    public Task<EffectPosition?> FindOpenPlanAsync(string action) => Task.FromResult(ledger.OpenPlan(action));

    public void Dispose() => ledger.Dispose();
}

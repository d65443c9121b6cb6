namespace Holdfast.Ledger.Sqlite;

/// <summary>Writes a person's decisions into an SQLite file, on the caller's thread.</summary>
/// <param name="ledger">The open file; owned.</param>
internal sealed class SqliteLedgerEditor(RunLedger ledger) : ILedgerEditor
{
    public Task<IReadOnlyList<string>> ReleaseItemsAsync(string action, string? key) => Task.FromResult(ledger.Release(action, key));

    public Task<int> ReleaseMembersAsync(string action) => Task.FromResult(ledger.ReleaseMembers(action));

    public Task<StoredEffect> ResolveEffectAsync(string action, string key, EffectDecision decision) =>
        Task.FromResult(ledger.ResolveEffect(action, key, decision));

    public void Dispose() => ledger.Dispose();
}

namespace Holdfast.Ledger.Sqlite;

/// <summary>Looks into an SQLite file, on the caller's thread.</summary>
/// <param name="ledger">The open file; owned.</param>
internal sealed class SqliteLedgerReader(RunLedger ledger) : ILedgerReader
{
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

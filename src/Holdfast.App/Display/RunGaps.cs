namespace Holdfast.App;

/// <summary>What a run is missing, as far as a summary tells it.</summary>
/// <param name="Items">Items without a whole record.</param>
/// <param name="List">How the list compares with what the site said it holds.</param>
/// <param name="Effects">Effects in doubt and failed.</param>
internal sealed record RunGaps(IReadOnlyList<MissingItem> Items, ListReconciliation List, IReadOnlyList<StoredEffect> Effects)
{
    /// <summary>How many of each are looked at for reasons.</summary>
    public const int Limit = 100_000;

    /// <summary>Nothing is missing.</summary>
    public static RunGaps None(long seen) => new([], new ListReconciliation(isSettled: true, seen, [], []), []);

    /// <summary>Reads them.</summary>
    public static async Task<RunGaps> ReadAsync(ILedgerReader ledger, long runId) => new(
        await ledger.ReadMissingAsync(runId, Limit).ConfigureAwait(false),
        await ledger.ReadReconciliationAsync(runId, Limit).ConfigureAwait(false),
        await ledger.ReadMissingEffectsAsync(runId, Limit).ConfigureAwait(false));
}

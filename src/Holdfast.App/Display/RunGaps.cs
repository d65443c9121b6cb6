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
    public static RunGaps None(long seen) => new([], new ListReconciliation(IsSettled: true, seen, [], []), []);

    /// <summary>Reads them.</summary>
    public static RunGaps Read(RunLedger ledger, long runId) => new(
        ledger.ReadMissing(runId, Limit),
        ledger.ReadReconciliation(runId, Limit),
        ledger.ReadMissingEffects(runId, Limit));
}

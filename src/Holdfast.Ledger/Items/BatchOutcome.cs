namespace Holdfast.Ledger;

/// <summary>What one commit changed: the number of items that went from pending to each state.</summary>
/// <param name="New">Items whose record is new.</param>
/// <param name="Updated">Items whose record changed.</param>
/// <param name="Unchanged">Items whose record was fetched again and is the same.</param>
/// <param name="Partial">Items with something missing.</param>
/// <param name="Failed">Items without a record.</param>
/// <param name="Quarantined">Items set aside.</param>
/// <param name="Removed">Items that are gone from the site.</param>
/// <param name="Ignored">Outcomes refused because their item was not pending any more; they changed nothing.</param>
internal sealed record BatchOutcome(int New, int Updated, int Unchanged, int Partial, int Failed, int Quarantined, int Removed, int Ignored);

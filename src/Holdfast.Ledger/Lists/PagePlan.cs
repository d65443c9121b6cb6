namespace Holdfast.Ledger;

/// <summary>What the ledger made of a list page.</summary>
/// <param name="Pending">The page's items that must be fetched now: new to this run, or listed again with another fingerprint.</param>
/// <param name="Skipped">Items counted as unchanged because a whole record with the same fingerprint is stored.</param>
/// <param name="AlreadyKnown">Entries whose key this run had planned before: the list shifted, or shows it twice.</param>
/// <param name="CursorRepeated">True when this pass had already planned a page with the same cursor: the list goes in circles.</param>
/// <param name="IsUpToDate">True when the page has entries and the ledger held all of them before, as they are now. A removal is an entry when the
/// ledger knew of it before this run; one of a key that it never held says nothing.</param>
internal sealed record PagePlan(IReadOnlyList<PlannedItem> Pending, int Skipped, int AlreadyKnown, bool CursorRepeated, bool IsUpToDate);

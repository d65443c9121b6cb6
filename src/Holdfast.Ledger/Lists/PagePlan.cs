namespace Holdfast.Ledger;

/// <summary>What the ledger made of a list page.</summary>
/// <param name="Pending">The page's items that must be fetched now: new to this run, or listed again with another fingerprint.</param>
/// <param name="Skipped">Items counted as unchanged because a whole record with the same fingerprint is stored.</param>
/// <param name="AlreadyKnown">Entries whose key this run had planned before: the list shifted, or shows it twice.</param>
/// <param name="CursorRepeated">True when this pass had already planned a page with the same cursor: the list goes in circles.</param>
/// <param name="IsUpToDate">True when the page has items and shows nothing that the ledger did not hold before, as it is now. A removal alone never says
/// so: it has no version, and may be newer than the one that is held, or than the list was that it was not in.</param>
internal sealed record PagePlan(IReadOnlyList<PlannedItem> Pending, int Skipped, int AlreadyKnown, bool CursorRepeated, bool IsUpToDate);

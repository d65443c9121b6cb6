namespace Holdfast.Actions;

/// <summary>One page of what the site shows since the last time.</summary>
/// <typeparam name="TItem">What the list says about an item.</typeparam>
/// <param name="Items">The entries that are there; may be empty.</param>
/// <param name="Next">What <see cref="SyncAction{TItem, TRecord}.ListAsync"/> needs to read the next page; null on the last one. It should name
/// a place in the data, such as the last entry's date or a token, not a page number: entries that go away in front of it then hide nothing.</param>
/// <param name="Watermark">Up to where the next run will know everything: a date, a number, a token. The first that a run is given counts, so
/// that what changes while the run reads is read by the next one. Null when this page has none.</param>
/// <param name="Removed">Keys that the site says are gone; null for none. Those that the ledger does not hold are passed over. Where pages of one
/// reading disagree, the newer news counts: in a list with <see cref="SyncAction{TItem, TRecord}.IsNewestFirst"/> the earlier page, in any other
/// the later one. A key that one page has here and among the items is gone.</param>
/// <param name="Total">How many different keys the site says it would show from the first page to the last; null when it does not say, or counts
/// something else, such as the events of a list that has several for one key: a list that shows fewer keys has hidden some. When it ends
/// with fewer, because it shifted while it was read, it is read again.</param>
/// <remarks>A list without a total is taken to have shifted when a page shows a key again, in the
/// same version, that an earlier page of the same reading had: leave out in one place what the site shows in two on purpose. One that shifts
/// each time it is read leaves a gap: the run is not complete, and the next one reads from the same watermark.</remarks>
public sealed record SyncPage<TItem>(
    IReadOnlyList<ListedItem<TItem>> Items, string? Next, string? Watermark = null, IReadOnlyList<string>? Removed = null, long? Total = null);

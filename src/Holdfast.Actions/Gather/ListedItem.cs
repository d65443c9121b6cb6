namespace Holdfast.Actions;

/// <summary>One entry of a list page.</summary>
/// <typeparam name="TItem">What the list says about the item; kept in the ledger as JSON until the item is fetched.</typeparam>
/// <param name="Key">What identifies the item for ever, unlike its place in the list.</param>
/// <param name="Fingerprint">Changes when the item changes, such as a version or a date; null when the list has nothing like it. An item
/// is skipped only if the ledger holds a whole record with the same, non-null fingerprint.</param>
/// <param name="Value">What the list says about the item.</param>
public sealed record ListedItem<TItem>(string Key, string? Fingerprint, TItem Value);

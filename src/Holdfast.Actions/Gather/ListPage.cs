namespace Holdfast.Actions;

/// <summary>One page of a list.</summary>
/// <typeparam name="TItem">What the list says about an item.</typeparam>
/// <param name="Items">The entries; may be empty.</param>
/// <param name="Next">What <see cref="GatherAction{TItem, TRecord}.ListAsync"/> needs to read the next page: a number, an offset, a
/// continuation token. Null on the last page.</param>
/// <param name="Total">How many items, each with a key of its own, the site says it holds; null when it does not say. When the list ends
/// with fewer, because it shifted while it was read, it is read again.</param>
public sealed record ListPage<TItem>(IReadOnlyList<ListedItem<TItem>> Items, string? Next, long? Total = null);

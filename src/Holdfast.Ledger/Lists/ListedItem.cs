namespace Holdfast.Ledger;

/// <summary>One entry of a list page.</summary>
/// <param name="Key">What identifies the record on the site, whatever page it is shown on.</param>
/// <param name="Fingerprint">Changes whenever the record does; null when the list does not tell, and then the record is always fetched.</param>
/// <param name="PayloadJson">What the fetch will need, as JSON; handed back unread.</param>
internal sealed record ListedItem(string Key, string? Fingerprint, string PayloadJson);

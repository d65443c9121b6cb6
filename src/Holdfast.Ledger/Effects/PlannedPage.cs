namespace Holdfast.Ledger;

/// <summary>A page of a plan.</summary>
/// <param name="Effects">Its effects, in the order in which they are to happen; may be empty.</param>
/// <param name="Next">The cursor of the next page; null when this is the last.</param>
internal sealed record PlannedPage(IReadOnlyList<PlannedEffect> Effects, string? Next);

/// <summary>An effect of a page.</summary>
/// <param name="Key">The idempotency key.</param>
/// <param name="PayloadJson">What the sending needs, as JSON.</param>
internal sealed record PlannedEffect(string Key, string PayloadJson);

namespace Holdfast.Ledger;

/// <summary>Where the listing of a run goes on.</summary>
/// <param name="State">How far it has come.</param>
/// <param name="Pass">The newest pass over the list, from 1; 0 when none has begun.</param>
/// <param name="NextCursor">The cursor of the next page; null unless <paramref name="State"/> is <see cref="ListingState.Open"/>.</param>
public sealed record ListingPosition(ListingState State, int Pass, string? NextCursor);

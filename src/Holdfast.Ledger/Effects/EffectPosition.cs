namespace Holdfast.Ledger;

/// <summary>Where the reading of a plan goes on.</summary>
/// <param name="IsAtEnd">True when its last page was read.</param>
/// <param name="Cursor">The cursor of the next page; null for the first.</param>
internal sealed record EffectPosition(bool IsAtEnd, string? Cursor);

namespace Holdfast.Ledger;

/// <summary>Where the listing of a run goes on.</summary>
public sealed class ListingPosition
{
    internal ListingPosition(ListingState state, int pass, string? nextCursor) => (State, Pass, NextCursor) = (state, pass, nextCursor);

    /// <summary>How far it has come.</summary>
    public ListingState State { get; }

    /// <summary>The newest pass over the list, from 1; 0 when none has begun.</summary>
    public int Pass { get; }

    /// <summary>The cursor of the next page; null unless <see cref="State"/> is <see cref="ListingState.Open"/>.</summary>
    public string? NextCursor { get; }
}

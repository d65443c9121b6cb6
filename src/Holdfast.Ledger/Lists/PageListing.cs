namespace Holdfast.Ledger;

/// <summary>One list page as the site gave it.</summary>
/// <param name="Pass">Which reading of the list this page belongs to, from 1.</param>
/// <param name="Cursor">The cursor the page was asked with; null for the first.</param>
/// <param name="NextCursor">The cursor of the next page; null when this is the last.</param>
/// <param name="SiteTotal">How many items the site says the list has; null when it does not say.</param>
/// <param name="Items">The entries, in the site's order. May be empty.</param>
/// <param name="Generation">The session that the page was read through.</param>
internal sealed record PageListing(
    int Pass,
    string? Cursor,
    string? NextCursor,
    long? SiteTotal,
    IReadOnlyList<ListedItem> Items,
    GenerationStamp Generation)
{
    /// <summary>Where the listing goes on after this page.</summary>
    public ListingPosition After => new(NextCursor is null ? ListingState.AtEnd : ListingState.Open, Pass, NextCursor);

    /// <summary>Keys that the site says are gone. Those that the ledger does not hold are passed over.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>True when the list shows what changed last first: a removal is passed over then when an earlier page of the same pass shows the
    /// key, for that page knows better. Default false: what a later page says counts.</summary>
    public bool IsNewestFirst { get; init; }

    /// <summary>Up to where the next sync will know everything; the first that a run is given stays. Null when this page does not say, and
    /// passed over unless the run is a sync.</summary>
    public string? Watermark { get; init; }
}

namespace Holdfast.Ledger;

/// <summary>How far the reading of list pages has come.</summary>
public enum ListingState
{
    /// <summary>No page has been planned yet.</summary>
    NotStarted,

    /// <summary>There is a next page; its cursor is known.</summary>
    Open,

    /// <summary>The last page named no next one, but the pass was not declared finished yet.</summary>
    AtEnd,

    /// <summary>The pass was declared finished.</summary>
    Finished,
}

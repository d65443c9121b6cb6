namespace Holdfast.Ledger;

/// <summary>What a fetch brought.</summary>
internal enum ItemOutcomeKind
{
    /// <summary>The whole record.</summary>
    Whole,

    /// <summary>A record that lacks something.</summary>
    Partial,

    /// <summary>No record, for a reason of the item or the site.</summary>
    Failed,

    /// <summary>No record: sessions die of this item.</summary>
    Quarantined,

    /// <summary>No record any more: the site says that the item is gone.</summary>
    Removed,
}

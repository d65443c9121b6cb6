namespace Holdfast.Actions;

/// <summary>What a fetch gave for one item.</summary>
public enum FetchedKind
{
    /// <summary>Everything the record should have.</summary>
    Whole,

    /// <summary>A record of which an optional part is missing; a later run fills it in.</summary>
    Partial,

    /// <summary>No record.</summary>
    Failed,

    /// <summary>The site says that the item is gone.</summary>
    Removed,
}

namespace Holdfast.Ledger;

/// <summary>What became of an item in a run. Every item is in exactly one state.</summary>
/// <remarks>New, updated and unchanged compare the record now with the record before this run first touched it.</remarks>
public enum ItemState
{
    /// <summary>Listed, nothing else yet.</summary>
    Pending,

    /// <summary>A whole record was stored, and there was none before this run.</summary>
    New,

    /// <summary>A whole record was stored over a different or a partial one.</summary>
    Updated,

    /// <summary>The stored whole record is still right: same fingerprint in the list, or fetched again and found identical.</summary>
    Unchanged,

    /// <summary>Something of the record is missing; the next run fills it in.</summary>
    Partial,

    /// <summary>The item could not be fetched; the next leg or run tries again.</summary>
    Failed,

    /// <summary>The item was set aside because sessions died of it. It stays so, in later runs too, until it is released.</summary>
    Quarantined,

    /// <summary>The site says that the item is gone. Its record is kept, but no longer exported; it is new when the site shows it again.</summary>
    Removed,
}

namespace Holdfast.Ledger;

/// <summary>What a batch or a list page did to a record. Records that it found unchanged are not told.</summary>
public enum RecordChange
{
    /// <summary>There was none of this key, or it was gone.</summary>
    New,

    /// <summary>Its content changed, or a partial record became whole.</summary>
    Updated,

    /// <summary>The site says that it is gone; the record is as it was last.</summary>
    Removed,
}

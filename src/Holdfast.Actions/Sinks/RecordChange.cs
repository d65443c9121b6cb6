namespace Holdfast.Actions;

/// <summary>What a batch did to a record. Records that it found unchanged are not told.</summary>
public enum RecordChange
{
    /// <summary>There was none of this key.</summary>
    New,

    /// <summary>Its content changed, or a partial record became whole.</summary>
    Updated,
}

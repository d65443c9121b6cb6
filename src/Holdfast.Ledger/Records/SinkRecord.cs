namespace Holdfast.Ledger;

/// <summary>A record that changed, for tables in the ledger's file.</summary>
/// <typeparam name="TRecord">What the action gathers.</typeparam>
public sealed class SinkRecord<TRecord>
{
    /// <summary>Makes one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="record">The record.</param>
    /// <param name="change">What happened to it.</param>
    /// <param name="missing">What is missing; null when the record is whole.</param>
    public SinkRecord(string key, TRecord record, RecordChange change, string? missing) =>
        (Key, Record, Change, Missing) = (key, record, change, missing);

    /// <summary>What identifies it on the site.</summary>
    public string Key { get; }

    /// <summary>The record, read back from the JSON that the ledger keeps; as it was last when it is gone.</summary>
    public TRecord Record { get; }

    /// <summary>Whether the ledger had a record of this key before, and has it still.</summary>
    public RecordChange Change { get; }

    /// <summary>What is missing; null when the record is whole.</summary>
    public string? Missing { get; }
}

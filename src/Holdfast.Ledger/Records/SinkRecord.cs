namespace Holdfast.Ledger;

/// <summary>A record that changed, for tables in the ledger's file.</summary>
/// <typeparam name="TRecord">What the action gathers.</typeparam>
/// <param name="Key">What identifies it on the site.</param>
/// <param name="Record">The record, read back from the JSON that the ledger keeps; as it was last when it is gone.</param>
/// <param name="Change">Whether the ledger had a record of this key before, and has it still.</param>
/// <param name="Missing">What is missing; null when the record is whole.</param>
public sealed record SinkRecord<TRecord>(string Key, TRecord Record, RecordChange Change, string? Missing);

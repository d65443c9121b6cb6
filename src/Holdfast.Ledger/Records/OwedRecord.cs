namespace Holdfast.Ledger;

/// <summary>A record that waits for a sink elsewhere, or that is to be taken from it.</summary>
internal sealed record OwedRecord(long Id, string Key, long Version, byte[] Hash, string Json, string? Missing, bool IsRemoved);

namespace Holdfast.Actions;

/// <summary>A record on its way to a sink elsewhere.</summary>
/// <typeparam name="TRecord">What the action gathers.</typeparam>
/// <param name="Key">What identifies it on the site.</param>
/// <param name="Version">Rises with each change of this key's record, from 1: a receiver ignores one that is not newer than what it has. The same
/// version always has the same content, except for the wording of <paramref name="Missing"/>.</param>
/// <param name="Hash">The hash of the record's meaning, 32 hexadecimal digits: the same content has the same hash, also in another ledger.</param>
/// <param name="Record">The record, read back from the JSON that the ledger keeps; as it was last when <paramref name="IsRemoved"/>.</param>
/// <param name="Missing">What is missing; null when the record is whole.</param>
/// <param name="IsRemoved">True when the site says that it is gone: the receiver takes it away, and keeps the version so that an older one does not
/// bring it back. It may never have had it. Only a record with a newer version is back.</param>
public sealed record DeliveredRecord<TRecord>(string Key, long Version, string Hash, TRecord Record, string? Missing, bool IsRemoved);

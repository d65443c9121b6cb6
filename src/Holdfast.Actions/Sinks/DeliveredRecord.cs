namespace Holdfast.Actions;

/// <summary>A record on its way to a sink elsewhere.</summary>
/// <typeparam name="TRecord">What the action gathers.</typeparam>
public sealed class DeliveredRecord<TRecord>
{
    /// <summary>Makes one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="version">The version.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="record">The record.</param>
    /// <param name="missing">What is missing; null when the record is whole.</param>
    /// <param name="isRemoved">True when it is gone.</param>
    public DeliveredRecord(string key, long version, string hash, TRecord record, string? missing, bool isRemoved) =>
        (Key, Version, Hash, Record, Missing, IsRemoved) = (key, version, hash, record, missing, isRemoved);

    /// <summary>What identifies it on the site.</summary>
    public string Key { get; }

    /// <summary>Rises with each change of this key's record, from 1: a receiver ignores one that is not newer than what it has. The same
    /// version always has the same content, except for the wording of <see cref="Missing"/>.</summary>
    public long Version { get; }

    /// <summary>The hash of the record's meaning, 32 hexadecimal digits: the same content has the same hash, also in another ledger.</summary>
    public string Hash { get; }

    /// <summary>The record, read back from the JSON that the ledger keeps; as it was last when <see cref="IsRemoved"/>.</summary>
    public TRecord Record { get; }

    /// <summary>What is missing; null when the record is whole.</summary>
    public string? Missing { get; }

    /// <summary>True when the site says that it is gone: the receiver takes it away, and keeps the version so that an older one does not
    /// bring it back. It may never have had it. Only a record with a newer version is back.</summary>
    public bool IsRemoved { get; }
}

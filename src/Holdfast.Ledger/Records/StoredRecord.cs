namespace Holdfast.Ledger;

/// <summary>A record as stored.</summary>
public sealed class StoredRecord
{
    internal StoredRecord(
        string key, string json, string? missing, string? fingerprint, long firstRun, long writtenRun, long checkedRun,
        DateTimeOffset writtenAt)
    {
        Key = key;
        Json = json;
        Missing = missing;
        Fingerprint = fingerprint;
        FirstRun = firstRun;
        WrittenRun = writtenRun;
        CheckedRun = checkedRun;
        WrittenAt = writtenAt;
    }

    /// <summary>What identifies it on the site.</summary>
    public string Key { get; }

    /// <summary>The record, as it was committed.</summary>
    public string Json { get; }

    /// <summary>What is missing; null when it is whole.</summary>
    public string? Missing { get; }

    /// <summary>The fingerprint it answers to; null when there is none.</summary>
    public string? Fingerprint { get; }

    /// <summary>The run that first stored it.</summary>
    public long FirstRun { get; }

    /// <summary>The run that last changed it.</summary>
    public long WrittenRun { get; }

    /// <summary>The run that last compared it with the site, equal or not.</summary>
    public long CheckedRun { get; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset WrittenAt { get; }

    /// <summary>True when nothing is missing.</summary>
    public bool IsWhole => Missing is null;
}

namespace Holdfast.Ledger;

/// <summary>A record as stored.</summary>
/// <param name="Key">What identifies it on the site.</param>
/// <param name="Json">The record, as it was committed.</param>
/// <param name="Missing">What is missing; null when it is whole.</param>
/// <param name="Fingerprint">The fingerprint it answers to; null when there is none.</param>
/// <param name="FirstRun">The run that first stored it.</param>
/// <param name="WrittenRun">The run that last changed it.</param>
/// <param name="CheckedRun">The run that last compared it with the site, equal or not.</param>
/// <param name="WrittenAt">When it was last changed.</param>
public sealed record StoredRecord(
    string Key,
    string Json,
    string? Missing,
    string? Fingerprint,
    long FirstRun,
    long WrittenRun,
    long CheckedRun,
    DateTimeOffset WrittenAt)
{
    /// <summary>True when nothing is missing.</summary>
    public bool IsWhole => Missing is null;
}

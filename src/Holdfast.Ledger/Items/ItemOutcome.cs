namespace Holdfast.Ledger;

/// <summary>What a fetch brought for one item. Made by the five methods of the same names as its kinds.</summary>
internal sealed record ItemOutcome
{
    private ItemOutcome(string key, ItemOutcomeKind kind) => (Key, Kind) = (key, kind);

    /// <summary>The item's key.</summary>
    public string Key { get; }

    /// <summary>What the fetch brought.</summary>
    public ItemOutcomeKind Kind { get; }

    /// <summary>The record; null when failed, quarantined or removed.</summary>
    public string? Json { get; private init; }

    /// <summary>The fingerprint that this record answers to; only for whole records, and null when there is none.</summary>
    public string? Fingerprint { get; private init; }

    /// <summary>The list's fingerprint when the item was handed out to be fetched, whatever came of it; null when there was none.</summary>
    internal string? AsPlanned { get; init; }

    /// <summary>True when the site failed, rather than the item. Whoever commits it may wait until it is known whose fault it was; the ledger does not
    /// ask.</summary>
    internal bool IsSiteFault { get; init; }

    /// <summary>What is missing, or why there is no record; null for whole records and removed ones.</summary>
    public string? Reason { get; private init; }

    /// <summary>The whole record was fetched.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="json">The record, any JSON value.</param>
    /// <param name="fingerprint">The list's fingerprint when it was fetched; null means that no later run may skip it.</param>
    /// <returns>The outcome.</returns>
    public static ItemOutcome Whole(string key, string json, string? fingerprint) =>
        new(key, ItemOutcomeKind.Whole) { Json = json, Fingerprint = fingerprint, AsPlanned = fingerprint };

    /// <summary>The record was fetched, but something of it is missing.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="json">What there is of the record.</param>
    /// <param name="missing">What is missing and why, for people.</param>
    /// <returns>The outcome.</returns>
    public static ItemOutcome Partial(string key, string json, string missing) =>
        new(key, ItemOutcomeKind.Partial) { Json = json, Reason = missing };

    /// <summary>There is no record, for a reason of the item or the site. Not for the death of a session: commit nothing then.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="reason">Why, for people.</param>
    /// <returns>The outcome.</returns>
    public static ItemOutcome Failed(string key, string reason) => new(key, ItemOutcomeKind.Failed) { Reason = reason };

    /// <summary>Sessions die of this item, so it is set aside.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="reason">Why, for people.</param>
    /// <returns>The outcome.</returns>
    public static ItemOutcome Quarantined(string key, string reason) => new(key, ItemOutcomeKind.Quarantined) { Reason = reason };

    /// <summary>The site says that the item is gone.</summary>
    /// <param name="key">The item's key.</param>
    /// <returns>The outcome.</returns>
    public static ItemOutcome Removed(string key) => new(key, ItemOutcomeKind.Removed);
}

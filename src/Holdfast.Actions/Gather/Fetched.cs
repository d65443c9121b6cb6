namespace Holdfast.Actions;

/// <summary>Makes the results of a fetch.</summary>
public static class Fetched
{
    /// <summary>A complete record.</summary>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="key">The item's key.</param>
    /// <param name="record">The record.</param>
    /// <returns>The result for this item.</returns>
    public static Fetched<TRecord> Whole<TRecord>(string key, TRecord record) => new(key, FetchedKind.Whole, record, null, false);

    /// <summary>A record of which a part is missing.</summary>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="key">The item's key.</param>
    /// <param name="record">The record as far as it is known.</param>
    /// <param name="missing">What is missing.</param>
    /// <returns>The result for this item.</returns>
    public static Fetched<TRecord> Partial<TRecord>(string key, TRecord record, string missing) =>
        new(key, FetchedKind.Partial, record, missing, false);

    /// <summary>No record.</summary>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="key">The item's key.</param>
    /// <param name="reason">Why.</param>
    /// <param name="siteFault">True when the site, rather than the item, failed.</param>
    /// <returns>The result for this item.</returns>
    public static Fetched<TRecord> Failed<TRecord>(string key, string reason, bool siteFault = false) =>
        new(key, FetchedKind.Failed, default, reason, siteFault);

    /// <summary>The site says that the item is gone. A record of it is kept, but counts as removed: it is exported no more.</summary>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="key">The item's key.</param>
    /// <returns>The result for this item.</returns>
    public static Fetched<TRecord> Removed<TRecord>(string key) => new(key, FetchedKind.Removed, default, null, false);
}

namespace Holdfast.Actions;

/// <summary>What a fetch gave for one item.</summary>
/// <typeparam name="TRecord">The record; kept in the ledger as JSON.</typeparam>
public sealed record Fetched<TRecord>
{
    internal Fetched(string key, FetchedKind kind, TRecord? record, string? reason, bool siteFault) =>
        (Key, Kind, Record, Reason, IsSiteFault) = (key, kind, record, reason, siteFault);

    /// <summary>The item's key.</summary>
    public string Key { get; }

    /// <summary>Whole, partial, failed or removed.</summary>
    public FetchedKind Kind { get; }

    /// <summary>The record; null when failed or removed.</summary>
    public TRecord? Record { get; }

    /// <summary>What is missing, or why it failed; null when whole or removed.</summary>
    public string? Reason { get; }

    /// <summary>True when the failure says more about the site than about the item; such failures in a row stop the run.</summary>
    public bool IsSiteFault { get; }
}

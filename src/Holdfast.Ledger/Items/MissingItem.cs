namespace Holdfast.Ledger;

/// <summary>An item of which something or everything is missing.</summary>
public sealed class MissingItem
{
    internal MissingItem(string key, ItemState state, string? reason, int attempts) =>
        (Key, State, Reason, Attempts) = (key, state, reason, attempts);

    /// <summary>What identifies the record on the site.</summary>
    public string Key { get; }

    /// <summary>Partial, failed, quarantined or pending.</summary>
    public ItemState State { get; }

    /// <summary>Why; null for pending items.</summary>
    public string? Reason { get; }

    /// <summary>Outcomes committed for it in this run.</summary>
    public int Attempts { get; }
}

namespace Holdfast.Ledger;

/// <summary>An item of which something or everything is missing.</summary>
/// <param name="Key">What identifies the record on the site.</param>
/// <param name="State">Partial, failed, quarantined or pending.</param>
/// <param name="Reason">Why; null for pending items.</param>
/// <param name="Attempts">Outcomes committed for it in this run.</param>
public sealed record MissingItem(string Key, ItemState State, string? Reason, int Attempts);

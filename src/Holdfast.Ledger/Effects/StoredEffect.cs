namespace Holdfast.Ledger;

/// <summary>An effect as stored.</summary>
/// <param name="Id">Its number in the ledger; rises in planning order.</param>
/// <param name="Action">The action that it belongs to.</param>
/// <param name="Key">The idempotency key.</param>
/// <param name="PayloadJson">What the sending needs, as JSON.</param>
/// <param name="State">What became of it.</param>
/// <param name="Text">The receipt, the reason or the doubt; null for none.</param>
/// <param name="Attempts">How often it was begun.</param>
/// <param name="ChangedAt">When it last changed its state.</param>
public sealed record StoredEffect(
    long Id, string Action, string Key, string PayloadJson, EffectState State, string? Text, int Attempts, DateTimeOffset ChangedAt);

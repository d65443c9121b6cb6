namespace Holdfast.Actions;

/// <summary>An effect that a dry run came upon.</summary>
/// <param name="Key">Its key.</param>
/// <param name="PayloadJson">What would be sent, as JSON.</param>
/// <param name="State">What the ledger knows of it; null when it is new.</param>
/// <param name="WouldBeSent">True when a run would send it: it is new, waits in the ledger, or was given up by the leg before.</param>
public sealed record EffectPreview(string Key, string PayloadJson, EffectState? State, bool WouldBeSent);

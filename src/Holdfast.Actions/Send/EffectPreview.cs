namespace Holdfast.Actions;

/// <summary>An effect that a dry run came upon.</summary>
/// <param name="Key">Its key.</param>
/// <param name="PayloadJson">What would be sent, as JSON.</param>
/// <param name="State">What the ledger knows of it; null when it is new.</param>
public sealed record EffectPreview(string Key, string PayloadJson, EffectState? State)
{
    /// <summary>True when a run would send it.</summary>
    public bool WouldBeSent => State is null or EffectState.Planned;
}

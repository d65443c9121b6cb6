namespace Holdfast.Actions;

/// <summary>An effect that a dry run came upon. Immutable.</summary>
public sealed class EffectPreview
{
    internal EffectPreview(string key, string payloadJson, EffectState? state, bool wouldBeSent) =>
        (Key, PayloadJson, State, WouldBeSent) = (key, payloadJson, state, wouldBeSent);

    /// <summary>Its key.</summary>
    public string Key { get; }

    /// <summary>What would be sent, as JSON.</summary>
    public string PayloadJson { get; }

    /// <summary>What the ledger knows of it; null when it is new.</summary>
    public EffectState? State { get; }

    /// <summary>True when a run would send it: it is new, waits in the ledger, or was given up by the leg before.</summary>
    public bool WouldBeSent { get; }
}

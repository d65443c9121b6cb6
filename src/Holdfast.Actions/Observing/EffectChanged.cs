namespace Holdfast.Actions;

/// <summary>An effect is in another state: the attempt to send it stands in the ledger, or what came of one.</summary>
public sealed class EffectChanged : RunEvent
{
    internal EffectChanged(RunKey run, string key, EffectState state)
        : base(run) => (Key, State) = (key, state);

    /// <summary>The effect's key.</summary>
    public string Key { get; }

    /// <summary>Its state now.</summary>
    public EffectState State { get; }
}

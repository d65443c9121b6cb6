namespace Holdfast.Ledger;

/// <summary>The words that the ledger stores for states of effects.</summary>
internal static class EffectStateText
{
    public static string Of(EffectState state) => state switch
    {
        EffectState.Planned => "planned",
        EffectState.Sending => "sending",
        EffectState.Confirmed => "confirmed",
        EffectState.Failed => "failed",
        EffectState.InDoubt => "in-doubt",
        EffectState.Dropped => "dropped",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of an effect."),
    };

    public static EffectState Parse(string text) => text switch
    {
        "planned" => EffectState.Planned,
        "sending" => EffectState.Sending,
        "confirmed" => EffectState.Confirmed,
        "failed" => EffectState.Failed,
        "in-doubt" => EffectState.InDoubt,
        "dropped" => EffectState.Dropped,
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, "Not a state of an effect."),
    };
}

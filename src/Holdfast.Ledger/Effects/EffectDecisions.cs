namespace Holdfast.Ledger;

/// <summary>Which decision is allowed when. Pure.</summary>
internal static class EffectDecisions
{
    public static bool Allows(EffectState state, EffectDecision decision) => decision switch
    {
        EffectDecision.Confirm => state is EffectState.InDoubt or EffectState.Failed or EffectState.Sending,
        EffectDecision.Retry => state is EffectState.InDoubt or EffectState.Failed or EffectState.Sending or EffectState.Dropped,
        _ => state is EffectState.InDoubt or EffectState.Failed or EffectState.Sending or EffectState.Planned,
    };

    public static EffectEvent Event(EffectDecision decision) => decision switch
    {
        EffectDecision.Confirm => EffectEvent.UserConfirmed,
        EffectDecision.Retry => EffectEvent.UserRetried,
        _ => EffectEvent.UserDropped,
    };
}

namespace Holdfast.Ledger;

/// <summary>Which word is allowed when. Pure.</summary>
internal static class UserWords
{
    public static bool Allows(EffectState state, UserWord word) => word switch
    {
        UserWord.Confirm => state is EffectState.InDoubt or EffectState.Failed or EffectState.Sending,
        UserWord.Retry => state is EffectState.InDoubt or EffectState.Failed or EffectState.Sending or EffectState.Dropped,
        _ => state is EffectState.InDoubt or EffectState.Failed or EffectState.Sending or EffectState.Planned,
    };

    public static EffectEvent Event(UserWord word) => word switch
    {
        UserWord.Confirm => EffectEvent.UserConfirmed,
        UserWord.Retry => EffectEvent.UserRetried,
        _ => EffectEvent.UserDropped,
    };
}

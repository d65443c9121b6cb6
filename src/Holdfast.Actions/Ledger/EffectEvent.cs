namespace Holdfast.Actions;

/// <summary>Something that happened to an effect. The last of them decides its state.</summary>
internal enum EffectEvent
{
    /// <summary>An attempt was begun; written before the call.</summary>
    Begun,

    /// <summary>The site said, or shows, that it happened.</summary>
    Confirmed,

    /// <summary>The site refused it.</summary>
    Refused,

    /// <summary>The site shows that it did not happen.</summary>
    NotDone,

    /// <summary>It did not happen, and was tried often enough for this leg.</summary>
    GaveUp,

    /// <summary>A new leg tries again what the leg before gave up.</summary>
    Reopened,

    /// <summary>Nobody can tell whether it happened.</summary>
    Unknown,

    /// <summary>The user says that it happened.</summary>
    UserConfirmed,

    /// <summary>The user says that it shall be sent (again).</summary>
    UserRetried,

    /// <summary>The user does not want it.</summary>
    UserDropped,
}

/// <summary>The words of events, and the states that follow from them.</summary>
internal static class EffectEvents
{
    public static string Word(this EffectEvent happened) => happened switch
    {
        EffectEvent.Begun => "begun",
        EffectEvent.Confirmed => "confirmed",
        EffectEvent.Refused => "refused",
        EffectEvent.NotDone => "not-done",
        EffectEvent.GaveUp => "gave-up",
        EffectEvent.Reopened => "reopened",
        EffectEvent.Unknown => "unknown",
        EffectEvent.UserConfirmed => "user-confirmed",
        EffectEvent.UserRetried => "user-retried",
        _ => "user-dropped",
    };

    public static EffectState State(this EffectEvent happened) => happened switch
    {
        EffectEvent.Begun => EffectState.Sending,
        EffectEvent.Confirmed or EffectEvent.UserConfirmed => EffectState.Confirmed,
        EffectEvent.Refused or EffectEvent.GaveUp => EffectState.Failed,
        EffectEvent.Unknown => EffectState.InDoubt,
        EffectEvent.UserDropped => EffectState.Dropped,
        _ => EffectState.Planned,
    };
}

namespace Holdfast.Ledger;

/// <summary>What became of an effect. Every effect is in exactly one state, which follows from the last thing that happened to it.</summary>
public enum EffectState
{
    /// <summary>It is to happen, and surely has not yet.</summary>
    Planned,

    /// <summary>It was begun, and nobody has settled yet what came of it.</summary>
    Sending,

    /// <summary>It happened: the site said so, or shows it, or the user knows.</summary>
    Confirmed,

    /// <summary>It did not happen: the site refused it, or failed it too often.</summary>
    Failed,

    /// <summary>Nobody can tell whether it happened. It waits for the user's decision.</summary>
    InDoubt,

    /// <summary>The user does not want it any more.</summary>
    Dropped,
}

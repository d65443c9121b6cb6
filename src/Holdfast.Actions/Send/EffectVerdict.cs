namespace Holdfast.Actions;

/// <summary>What the site shows of an effect whose sending ended without a clear answer.</summary>
public enum EffectVerdict
{
    /// <summary>Nobody can tell. The effect is in doubt: shown, counted, and never sent again without the user's decision.</summary>
    Unknown,

    /// <summary>It happened.</summary>
    Done,

    /// <summary>It did not happen; it is sent again.</summary>
    NotDone,
}

namespace Holdfast.Actions;

/// <summary>A moment in the life of an effect. For the test kit.</summary>
internal enum EffectStep
{
    /// <summary>A page of the plan is read; its transaction is open.</summary>
    Planning,

    /// <summary>A page of the plan has landed.</summary>
    Planned,

    /// <summary>An attempt is about to begin; its transaction is open.</summary>
    Beginning,

    /// <summary>It is written that an attempt begins; nothing was called yet.</summary>
    Begun,
}

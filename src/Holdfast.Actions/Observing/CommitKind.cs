namespace Holdfast.Actions;

/// <summary>What is about to be committed.</summary>
internal enum CommitKind
{
    /// <summary>A batch, a checkpoint, or what came of an effect.</summary>
    Outcome,

    /// <summary>A page of a send action's plan.</summary>
    Plan,

    /// <summary>That an effect is being sent.</summary>
    Attempt,
}

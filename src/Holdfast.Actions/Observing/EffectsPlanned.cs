namespace Holdfast.Actions;

/// <summary>A page of a send action's plan was read and committed.</summary>
public sealed class EffectsPlanned : RunEvent
{
    internal EffectsPlanned(RunKey run, int effects)
        : base(run) => Effects = effects;

    /// <summary>How many effects it showed, known ones among them.</summary>
    public int Effects { get; }
}

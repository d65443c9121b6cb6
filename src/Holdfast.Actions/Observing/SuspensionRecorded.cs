namespace Holdfast.Actions;

/// <summary>This program did not run for a while.</summary>
public sealed class SuspensionRecorded : RunEvent
{
    internal SuspensionRecorded(RunKey run, Suspension suspension)
        : base(run) => Suspension = suspension;

    /// <summary>When, and for how long.</summary>
    public Suspension Suspension { get; }
}

namespace Holdfast.Actions;

/// <summary>A plain action's progress was committed.</summary>
public sealed class ProgressSaved : RunEvent
{
    internal ProgressSaved(RunKey run, RunProgress progress, bool isCheckpoint)
        : base(run) => (Progress, IsCheckpoint) = (progress, isCheckpoint);

    /// <summary>How far it says it is.</summary>
    public RunProgress Progress { get; }

    /// <summary>True when its work so far was committed too, by a checkpoint or at its end; false for a number that is only shown.</summary>
    public bool IsCheckpoint { get; }
}

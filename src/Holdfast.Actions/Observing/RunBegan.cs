namespace Holdfast.Actions;

/// <summary>A run began, or goes on: the first event of each leg.</summary>
public sealed class RunBegan : RunEvent
{
    internal RunBegan(RunKey run, bool isResumed)
        : base(run) => IsResumed = isResumed;

    /// <summary>True when an earlier leg had begun the run.</summary>
    public bool IsResumed { get; }
}

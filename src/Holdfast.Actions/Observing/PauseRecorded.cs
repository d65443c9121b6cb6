namespace Holdfast.Actions;

/// <summary>The site asked for a pause, or for more of it.</summary>
public sealed class PauseRecorded : RunEvent
{
    internal PauseRecorded(RunKey run, StoredPause pause)
        : base(run) => Pause = pause;

    /// <summary>The pause as it stands.</summary>
    public StoredPause Pause { get; }
}

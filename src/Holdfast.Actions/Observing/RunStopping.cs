namespace Holdfast.Actions;

/// <summary>A stop was asked for: nothing new is begun, and what is in flight has <see cref="RunSettings.DrainTimeout"/>.</summary>
public sealed class RunStopping : RunEvent
{
    internal RunStopping(RunKey run, int? inFlight)
        : base(run) => InFlight = inFlight;

    /// <summary>How many batches are in flight; null for an action that has none.</summary>
    public int? InFlight { get; }
}

namespace Holdfast.Actions;

/// <summary>A leg is over: the last event of each leg, after its end stands in the ledger.</summary>
public sealed class RunEnded : RunEvent
{
    internal RunEnded(RunKey run, RunEnd? end, string? reason)
        : base(run) => (End, Reason) = (end, reason);

    /// <summary>How it ended; null when an exception ended it, which its caller gets: a bug, or a ledger that failed.</summary>
    public RunEnd? End { get; }

    /// <summary>Why, in one clean line; null when the run is complete, and when an exception ended it.</summary>
    public string? Reason { get; }
}

namespace Holdfast.App;

/// <summary>One fault of a drill: what a run of the user's own action made of it.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Cause">The cause that its incident names; null when there is none.</param>
/// <param name="NoticedMs">From the injection to the death of the lease, in milliseconds; null when there was none.</param>
/// <param name="Errors">Error lines that the user saw; one is right for a death, none for what is no death.</param>
/// <param name="CallsAfterDeath">Calls admitted after the death; none is right.</param>
/// <param name="Step">The step that brought the session back.</param>
/// <param name="RecoveredMs">From the death to the next generation, in milliseconds.</param>
/// <param name="Lost">Items that the ledger lost; none is right.</param>
/// <param name="Doubled">Items that were committed twice; none is right.</param>
/// <param name="ProcessesLeft">Processes that the run left behind; none is right.</param>
internal sealed record DrillRound(
    string Fault,
    string? Cause,
    double? NoticedMs,
    int Errors,
    long CallsAfterDeath,
    string? Step,
    double? RecoveredMs,
    long Lost,
    long Doubled,
    int ProcessesLeft)
{
    /// <summary>The cause that it must have; null for what is no death.</summary>
    public LossCause? ExpectedCause { get; init; }

    /// <summary>The step that must bring the session back; null for what is no death.</summary>
    public string? ExpectedStep { get; init; }

    /// <summary>What the round shows.</summary>
    public DrillOutcome Promise { get; init; }

    /// <summary>What the promise fails by, or why it shows nothing; null when it holds.</summary>
    public string? Problem { get; init; }

    /// <summary>The round's ledger, its log beside it; null unless it was to be kept.</summary>
    public string? Ledger { get; init; }
}

namespace Holdfast.Ledger;

/// <summary>A run in one line.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Action">The action's name.</param>
/// <param name="StartedAt">When its first leg began.</param>
/// <param name="FinishedAt">When it was finished; null when it can be resumed.</param>
/// <param name="Legs">How many legs it has had.</param>
/// <param name="LastLegOutcome">How its newest leg ended; null when that leg still runs or was killed.</param>
public sealed record RunInfo(
    long RunId,
    string Action,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    int Legs,
    LegOutcome? LastLegOutcome)
{
    /// <summary>True while the process of its newest leg runs, on this machine, and that leg has not ended. Asked of the system each time.</summary>
    public bool IsRunning => LastLegOutcome is null && LastOwner?.Process.IsRunning == true;

    /// <summary>Who ran its newest leg; null when nobody knows.</summary>
    internal LegOwner? LastOwner { get; init; }
}

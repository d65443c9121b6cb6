namespace Holdfast.Actions;

/// <summary>A run in one line.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Action">The action's name.</param>
/// <param name="StartedAt">When its first leg began.</param>
/// <param name="FinishedAt">When it was finished; null when it can be resumed.</param>
/// <param name="Legs">How many legs it has had.</param>
/// <param name="LastLegOutcome">How its newest leg ended; null when that leg still runs or was killed.</param>
/// <param name="LastOwner">Who ran its newest leg.</param>
public sealed record RunInfo(
    long RunId,
    string Action,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    int Legs,
    LegOutcome? LastLegOutcome,
    LegOwner LastOwner);

namespace Holdfast.Ledger;

/// <summary>A run in one line.</summary>
public sealed class RunInfo
{
    internal RunInfo(long runId, string action, DateTimeOffset startedAt, DateTimeOffset? finishedAt, int legs, LegOutcome? lastLegOutcome) =>
        (RunId, Action, StartedAt, FinishedAt, Legs, LastLegOutcome) = (runId, action, startedAt, finishedAt, legs, lastLegOutcome);

    /// <summary>The run.</summary>
    public long RunId { get; }

    /// <summary>The action's name.</summary>
    public string Action { get; }

    /// <summary>When its first leg began.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>When it was finished; null when it can be resumed.</summary>
    public DateTimeOffset? FinishedAt { get; }

    /// <summary>How many legs it has had.</summary>
    public int Legs { get; }

    /// <summary>How its newest leg ended; null when that leg still runs or was killed.</summary>
    public LegOutcome? LastLegOutcome { get; }

    /// <summary>True while the process of its newest leg runs, on this machine, and that leg has not ended. Asked of the system each time.</summary>
    public bool IsRunning => LastLegOutcome is null && LastOwner?.Process.IsRunning == true;

    /// <summary>Who ran its newest leg; null when nobody knows.</summary>
    internal LegOwner? LastOwner { get; init; }
}

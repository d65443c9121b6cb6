namespace Holdfast.App;

/// <summary>How a run stands. Pure.</summary>
internal static class RunState
{
    /// <summary>In a word or two.</summary>
    public static string Of(RunSummary run) => run.Run switch
    {
        // A leg that was killed between the run's end and its own has no outcome.
        { FinishedAt: not null } => run is { Missing: 0, Run.LastLegOutcome: LegOutcome.Finished or null } ? "complete" : "gaps",
        { IsRunning: true } => "running",
        { LastLegOutcome: null } => "killed",
        { LastLegOutcome: LegOutcome.Stopped } => "stopped",
        { LastLegOutcome: LegOutcome.BudgetUsedUp } => "budget used up",
        { LastLegOutcome: LegOutcome.GaveUp } => "given up",
        { LastLegOutcome: LegOutcome.Faulted } => "faulted",
        _ => "unfinished",
    };
}

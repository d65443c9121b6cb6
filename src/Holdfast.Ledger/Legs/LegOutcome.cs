namespace Holdfast.Ledger;

/// <summary>How a leg ended. A leg without an outcome still runs, or its process was killed.</summary>
public enum LegOutcome
{
    /// <summary>It finished the run.</summary>
    Finished,

    /// <summary>It finished the run, and something is missing, or may be.</summary>
    FinishedWithGaps,

    /// <summary>The user stopped it; the next leg goes on.</summary>
    Stopped,

    /// <summary>The day's budget of effects was used up; a later leg goes on.</summary>
    BudgetUsedUp,

    /// <summary>It gave up by a rule: too many recoveries, the site fails, a human is needed.</summary>
    GaveUp,

    /// <summary>An error nobody had foreseen ended it.</summary>
    Faulted,
}

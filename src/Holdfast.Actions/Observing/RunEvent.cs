namespace Holdfast.Actions;

/// <summary>Something that happened in a run. Immutable.</summary>
public abstract class RunEvent
{
    private protected RunEvent(RunKey run) => Run = run;

    /// <summary>The ledger that holds the run, as <see cref="RunSettings.LedgerPath"/> names it.</summary>
    public string Ledger => Run.Ledger;

    /// <summary>The session's name.</summary>
    public string Session => Run.Session;

    /// <summary>The action's name.</summary>
    public string Action => Run.Action;

    /// <summary>The run's number in its ledger.</summary>
    public long RunId => Run.RunId;

    /// <summary>Which start of the run it is, from 1.</summary>
    public long Leg => Run.Leg;

    private protected RunKey Run { get; }
}

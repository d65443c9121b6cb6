namespace Holdfast.Testing;

/// <summary>A moment of a run that a test can name: the n-th of its kind, over all generations and legs of one <see cref="ScriptedRun{TSession}"/>.</summary>
public enum ScriptedMoment
{
    /// <summary>A log-in begins.</summary>
    LogIn,

    /// <summary>A request is admitted and in flight; the site has not seen it. Questions of who we are are not counted.</summary>
    Call,

    /// <summary>The site has done what a request asked, and its answer is on the way.</summary>
    Answer,

    /// <summary>Work that drives the session is admitted and about to begin.</summary>
    Work,

    /// <summary>A batch is fetched and proven, or a checkpoint or what came of an effect is about to be saved; the transaction is open and not
    /// committed.</summary>
    Commit,

    /// <summary>A batch, a checkpoint or what came of an effect has landed in the ledger.</summary>
    Committed,

    /// <summary>A page of a send action's plan is read and proven; its transaction is open and not committed.</summary>
    Plan,

    /// <summary>A page of the plan has landed in the ledger.</summary>
    Planned,

    /// <summary>An effect is about to be sent; the transaction that says so is open and not committed.</summary>
    Begin,

    /// <summary>It stands in the ledger that an effect is being sent; nothing was called yet.</summary>
    Begun,
}

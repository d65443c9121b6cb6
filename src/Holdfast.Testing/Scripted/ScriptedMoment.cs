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

    /// <summary>A batch is fetched and proven; its transaction is open and not committed.</summary>
    Commit,

    /// <summary>A batch has landed in the ledger.</summary>
    Committed,
}

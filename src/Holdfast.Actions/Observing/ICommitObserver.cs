namespace Holdfast.Actions;

/// <summary>An observer that is told of commits before they are made, so that a test can break one. Ours only: nobody else's code runs inside a
/// transaction.</summary>
internal interface ICommitObserver : IRunObserver
{
    /// <summary>Called inside the transaction, on the ledger's thread, before the last look at the lease. What it throws undoes the change and is passed
    /// on, as a full disk's failure would be.</summary>
    void Committing(CommitKind kind);
}

namespace Holdfast.Actions;

/// <summary>A piece of work, as the <see cref="WorkPipeline"/> does it: what is fetched, what is committed of it, and what a failure and a death are
/// worth. One object for each piece; its members are called one after the other.</summary>
/// <typeparam name="TFetched">What the fetch gives.</typeparam>
/// <typeparam name="TCommitted">What the commit gives.</typeparam>
internal abstract class LeasedWork<TFetched, TCommitted>
{
    /// <summary>The longest that the fetch may take on one living generation, without what its calls wait for pauses and turns.</summary>
    public abstract TimeSpan Timeout { get; }

    /// <summary>True when it is suspected of killing sessions: nothing else may be in flight. Default false.</summary>
    public virtual bool IsAlone => false;

    /// <summary>False for work that may go on for hours, such as a whole plain action: what is to be tried alone does not wait for its end. Default
    /// true.</summary>
    public virtual bool TakesTurn => true;

    /// <summary>True (the default) when it is done again on the next generation; false when its caller has to hear of the death first.</summary>
    public virtual bool OutlivesDeath => true;

    /// <summary>True when nothing else was in flight on the session, from the last fetch's begin to its end.</summary>
    public bool WasAlone { get; set; }

    /// <summary>How often it has failed on living generations. Deaths do not count.</summary>
    public int Failures { get; set; }

    /// <summary>Does the work. It may block. When its token ends it is not waited for any longer: what it still does cannot commit.</summary>
    public abstract Task<TFetched> FetchAsync(LeasedHttp calls, CancellationToken cancellationToken);

    /// <summary>Writes the result, and checks the lease immediately before COMMIT. It is always waited for, so that it is known whether it landed.</summary>
    public abstract Task<TCommitted> CommitAsync(TFetched fetched, SessionLease lease);

    /// <summary>Takes note of a failure, which is counted in <see cref="Failures"/> already.</summary>
    /// <returns>True to try again after a wait; false (the default) to pass the failure on. It may throw something that says more.</returns>
    public virtual bool TakeFailure(WorkFailedException failure) => false;
}

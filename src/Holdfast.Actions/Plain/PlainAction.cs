namespace Holdfast.Actions;

/// <summary>Work of any other shape: the session, the ledger and progress come from the context, and every call is guarded.</summary>
/// <remarks>
/// When the session dies, the whole of <see cref="RunAsync"/> is run again on the next generation, and after a stop or a kill by the next
/// start: begin with what <see cref="ActionContext.Checkpoint"/> says. It needs no session logic: let exceptions pass. It must not change
/// anything on the site that may not happen twice; that is what <see cref="SendAction{TEffect}"/> is for.
/// </remarks>
public abstract class PlainAction : HoldfastAction
{
    /// <summary>The longest that <see cref="RunAsync"/> may take on one living generation before it counts as failed. Default: no limit, for
    /// calls have limits of their own.</summary>
    public virtual TimeSpan Longest => Timeout.InfiniteTimeSpan;

    /// <summary>Does the work.</summary>
    /// <param name="context">API calls, the browser, the checkpoint and progress.</param>
    /// <param name="cancellationToken">Ends when the session is lost or the run is aborted.</param>
    /// <returns>A task that ends when everything is done; then the run is complete.</returns>
    public abstract Task RunAsync(ActionContext context, CancellationToken cancellationToken);

    /// <inheritdoc/>
    internal sealed override ILeg BeginLeg(LegRun run) => new PlainLeg(this, run);
}

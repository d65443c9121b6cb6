namespace Holdfast.Actions;

/// <summary>Reads a list page by page and fetches a record for each of its items.</summary>
/// <typeparam name="TItem">What the list says about an item; serialised as JSON.</typeparam>
/// <typeparam name="TRecord">What is gathered; serialised as JSON.</typeparam>
/// <remarks>
/// Both methods may be called again for the same input after a death, and batches are fetched concurrently: keep no state in the action.
/// They need no session logic: a call that the session's death ended throws, the exception passes through, and the same work is done
/// again on the next generation.
/// </remarks>
public abstract class GatherAction<TItem, TRecord> : RecordAction<TItem, TRecord>, IGather
{
    /// <inheritdoc/>
    bool IGather.IsIncremental => false;

    /// <inheritdoc/>
    bool IGather.StopsAtKnown => false;

    /// <summary>Reads one page of the list.</summary>
    /// <param name="context">API calls and the browser.</param>
    /// <param name="cursor">Null for the first page, else the <see cref="ListPage{TItem}.Next"/> of the page before, perhaps given in an
    /// earlier life of the program.</param>
    /// <param name="cancellationToken">Ends when the session is lost or the run is aborted.</param>
    /// <returns>The page.</returns>
    public abstract Task<ListPage<TItem>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken);

    /// <inheritdoc/>
    async Task<PageListing> IGather.ListAsync(GatherContext context, int pass, string? since, string? cursor, CancellationToken cancellationToken)
    {
        ListPage<TItem> page = await ListAsync(context, cursor, cancellationToken).ConfigureAwait(false);
        return new PageListing(pass, cursor, page.Next, RequireTotal(page.Total), ToEntries(page.Items), LegRun.Stamp(context.Lease));
    }

    /// <inheritdoc/>
    internal sealed override ILeg BeginLeg(LegRun run) => new GatherLeg(new GatherRun(run, this));
}

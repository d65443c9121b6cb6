namespace Holdfast.Actions;

/// <summary>Reads what is new, changed or gone since the last completed run, and fetches a record for each item that is.</summary>
/// <typeparam name="TItem">What the list says about an item; serialised as JSON.</typeparam>
/// <typeparam name="TRecord">What is gathered; serialised as JSON.</typeparam>
/// <remarks>
/// <para>The watermark of a run is stored with its records, and counts once the run is complete. What a run could not fetch is fetched by the
/// next one, whatever that one's list shows.</para>
/// <para>Both methods may be called again for the same input after a death, and batches are fetched concurrently: keep no state in the action.
/// They need no session logic.</para>
/// </remarks>
public abstract class SyncAction<TItem, TRecord> : RecordAction<TItem, TRecord>, IGather
{
    /// <summary>True (the default) when the list shows what changed last first: reading then stops at the first page on which the ledger holds
    /// every entry, by its fingerprint; after a run whose list never held still, at the end of the list. False for a list in another order, which is
    /// read to its end.</summary>
    public virtual bool IsNewestFirst => true;

    /// <inheritdoc/>
    bool IGather.IsIncremental => true;

    /// <inheritdoc/>
    bool IGather.StopsAtKnown => IsNewestFirst;

    /// <summary>Reads one page of what the site shows since the last time.</summary>
    /// <param name="context">API calls and the browser.</param>
    /// <param name="position">Since when, and which page.</param>
    /// <param name="cancellationToken">Ends when the session is lost or the run is aborted.</param>
    /// <returns>The page.</returns>
    public abstract Task<SyncPage<TItem>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken);

    /// <inheritdoc/>
    async Task<PageListing> IGather.ListAsync(GatherContext context, int pass, string? since, string? cursor, CancellationToken cancellationToken)
    {
        SyncPage<TItem> page = await ListAsync(context, new SyncPosition(since, cursor), cancellationToken).ConfigureAwait(false);
        return new PageListing(pass, cursor, page.Next, RequireTotal(page.Total), ToEntries(page.Items), LegRun.Stamp(context.Lease))
        {
            Removed = [.. page.Removed?.Select(RequireKey) ?? []],
            IsNewestFirst = IsNewestFirst,
            Watermark = page.Watermark,
        };
    }

    /// <inheritdoc/>
    internal sealed override ILeg BeginLeg(LegRun run) => new GatherLeg(new GatherRun(run, this));
}

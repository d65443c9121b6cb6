namespace Holdfast.Actions;

/// <summary>What an action may use while it lists a page or fetches a batch. Valid for that one call.</summary>
public sealed class GatherContext : SessionContext
{
    internal GatherContext(LeasedHttp calls)
        : base(calls)
    {
    }

    /// <summary>Fetches the items of a batch one after the other; an item whose fetch throws fails alone.</summary>
    /// <typeparam name="TItem">What the list says about an item.</typeparam>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="batch">The items.</param>
    /// <param name="fetch">Fetches one whole record.</param>
    /// <param name="cancellationToken">The token that the action was given.</param>
    /// <returns>One result for each item.</returns>
    /// <exception cref="SessionLostException">The session was lost: nobody's failure.</exception>
    public async Task<IReadOnlyList<Fetched<TRecord>>> FetchEachAsync<TItem, TRecord>(
        IReadOnlyList<ListedItem<TItem>> batch,
        Func<ListedItem<TItem>, CancellationToken, Task<TRecord>> fetch,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fetch);
        return await FetchEachAsync(
            batch, async (item, token) => Fetched.Whole(item.Key, await fetch(item, token).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fetches the items of a batch one after the other; an item whose fetch throws fails alone.</summary>
    /// <typeparam name="TItem">What the list says about an item.</typeparam>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="batch">The items.</param>
    /// <param name="fetch">Fetches one record and says what it is: whole, partial, or removed because the site says that the item is gone.</param>
    /// <param name="cancellationToken">The token that the action was given.</param>
    /// <returns>One result for each item.</returns>
    /// <exception cref="SessionLostException">The session was lost: nobody's failure.</exception>
    public async Task<IReadOnlyList<Fetched<TRecord>>> FetchEachAsync<TItem, TRecord>(
        IReadOnlyList<ListedItem<TItem>> batch,
        Func<ListedItem<TItem>, CancellationToken, Task<Fetched<TRecord>>> fetch,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(fetch);
        List<Fetched<TRecord>> results = new(batch.Count);
        foreach (ListedItem<TItem> item in batch)
        {
            try
            {
                results.Add(await fetch(item, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception exception)
            {
                Lease.ThrowIfLost();
                cancellationToken.ThrowIfCancellationRequested();
                results.Add(Fetched.Failed<TRecord>(item.Key, SiteFault.Describe(exception), SiteFault.Is(exception)));
            }
        }

        return results;
    }
}

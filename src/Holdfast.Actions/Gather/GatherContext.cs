namespace Holdfast.Actions;

/// <summary>What an action may use while it lists a page or fetches a batch. Valid for that one call.</summary>
public sealed class GatherContext
{
    private readonly SessionLease _lease;

    internal GatherContext(SessionLease lease, HttpClient http) => (_lease, Http) = (lease, http);

    /// <summary>Makes API calls that ride on the browser's login. Calls end at once when the session is lost. Thread safe.</summary>
    public HttpClient Http { get; }

    /// <summary>Drives the browser, on its own thread; ends at once when the session is lost.</summary>
    /// <typeparam name="TDriver">What is driven, such as Selenium's <c>IWebDriver</c>.</typeparam>
    /// <typeparam name="TResult">What the work gives back.</typeparam>
    /// <param name="work">The work. It may block. Do not keep the driver.</param>
    /// <param name="cancellationToken">The token that the action was given.</param>
    /// <returns>The work's result.</returns>
    /// <exception cref="SessionLostException">The session was lost; let it pass.</exception>
    public ValueTask<TResult> UseAsync<TDriver, TResult>(Func<TDriver, TResult> work, CancellationToken cancellationToken)
        where TDriver : class =>
        _lease.UseAsync(work, cancellationToken);

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
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(fetch);
        List<Fetched<TRecord>> results = new(batch.Count);
        foreach (ListedItem<TItem> item in batch)
        {
            try
            {
                results.Add(Fetched.Whole(item.Key, await fetch(item, cancellationToken).ConfigureAwait(false)));
            }
            catch (Exception exception)
            {
                _lease.ThrowIfLost();
                cancellationToken.ThrowIfCancellationRequested();
                results.Add(Fetched.Failed<TRecord>(item.Key, SiteFault.Describe(exception), SiteFault.Is(exception)));
            }
        }

        return results;
    }
}

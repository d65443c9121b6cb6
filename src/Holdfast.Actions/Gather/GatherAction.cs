using System.Text.Json;

namespace Holdfast.Actions;

/// <summary>Reads a list page by page and fetches a record for each of its items.</summary>
/// <typeparam name="TItem">What the list says about an item; serialised as JSON.</typeparam>
/// <typeparam name="TRecord">What is gathered; serialised as JSON.</typeparam>
/// <remarks>
/// Both methods may be called again for the same input after a death, and batches are fetched concurrently: keep no state in the action.
/// They need no session logic: a call that the session's death ended throws, the exception passes through, and the same work is done
/// again on the next generation.
/// </remarks>
public abstract class GatherAction<TItem, TRecord> : HoldfastAction, IGather
{
    /// <summary>How items and records become JSON. Default: <see cref="JsonSerializerOptions.Web"/>.</summary>
    protected virtual JsonSerializerOptions Json => JsonSerializerOptions.Web;

    /// <summary>Reads one page of the list.</summary>
    /// <param name="context">API calls and the browser.</param>
    /// <param name="cursor">Null for the first page, else the <see cref="ListPage{TItem}.Next"/> of the page before, perhaps given in an
    /// earlier life of the program.</param>
    /// <param name="cancellationToken">Ends when the session is lost or the run is aborted.</param>
    /// <returns>The page.</returns>
    public abstract Task<ListPage<TItem>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken);

    /// <summary>Fetches the records of some items.</summary>
    /// <param name="context">API calls and the browser.</param>
    /// <param name="batch">The items, at least one.</param>
    /// <param name="cancellationToken">Ends when the session is lost or the run is aborted.</param>
    /// <returns>One result for each item, in any order. An item without a result is failed.</returns>
    public abstract Task<IReadOnlyList<Fetched<TRecord>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<TItem>> batch, CancellationToken cancellationToken);

    /// <inheritdoc/>
    BoundSink? IGather.Bind(IRecordSink sink) => sink switch
    {
        IRecordSink<TRecord> tables => new LedgerSink<TRecord>(tables, Json),
        IRecordDelivery<TRecord> elsewhere => new DeliverySink<TRecord>(elsewhere, Json),
        _ => null,
    };

    /// <inheritdoc/>
    async Task<GatheredPage> IGather.ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
    {
        ListPage<TItem> page = await ListAsync(context, cursor, cancellationToken).ConfigureAwait(false);
        if (page.Items.Any(item => string.IsNullOrEmpty(item.Key)))
        {
            throw new InvalidOperationException($"Action '{Name}' listed an item without a key.");
        }

        ListedItem[] entries = [.. page.Items.Select(item => new ListedItem(item.Key, item.Fingerprint, JsonSerializer.Serialize(item.Value, Json)))];
        return new GatheredPage(entries, page.Next, page.Total);
    }

    /// <inheritdoc/>
    async Task<IReadOnlyList<GatheredItem>> IGather.FetchAsync(
        GatherContext context, IReadOnlyList<PlannedItem> batch, CancellationToken cancellationToken)
    {
        ListedItem<TItem>[] items =
            [.. batch.Select(item => new ListedItem<TItem>(item.Key, item.Fingerprint, JsonSerializer.Deserialize<TItem>(item.PayloadJson, Json)!))];
        Dictionary<string, Fetched<TRecord>> results = new(StringComparer.Ordinal);
        foreach (Fetched<TRecord> result in await FetchAsync(context, items, cancellationToken).ConfigureAwait(false))
        {
            if (!results.TryAdd(result.Key, result))
            {
                throw new InvalidOperationException($"Action '{Name}' gave two results for item '{EvidenceText.Clean(result.Key)}'.");
            }
        }

        GatheredItem[] gathered = [.. items.Select(item =>
            results.Remove(item.Key, out Fetched<TRecord>? result)
                ? new GatheredItem(ToOutcome(result, item.Fingerprint), result.IsSiteFault)
                : new GatheredItem(ItemOutcome.Failed(item.Key, "the action gave no result for this item"), false))];
        return results.Count == 0
            ? gathered
            : throw new InvalidOperationException(
                $"Action '{Name}' gave a result for item '{EvidenceText.Clean(results.Keys.First())}', which was not in the batch.");
    }

    private ItemOutcome ToOutcome(Fetched<TRecord> result, string? fingerprint) => result.Kind switch
    {
        FetchedKind.Whole => ItemOutcome.Whole(result.Key, JsonSerializer.Serialize(result.Record, Json), fingerprint),
        FetchedKind.Partial => ItemOutcome.Partial(result.Key, JsonSerializer.Serialize(result.Record, Json), EvidenceText.Clean(result.Reason)),
        _ => ItemOutcome.Failed(result.Key, EvidenceText.Clean(result.Reason)),
    };
}

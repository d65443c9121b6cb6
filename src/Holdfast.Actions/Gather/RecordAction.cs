using System.ComponentModel;
using System.Text.Json;

namespace Holdfast.Actions;

/// <summary>What <see cref="GatherAction{TItem, TRecord}"/> and <see cref="SyncAction{TItem, TRecord}"/> have in common: a record is fetched for
/// each item of a list. Derive from one of those two.</summary>
/// <typeparam name="TItem">What the list says about an item; serialised as JSON.</typeparam>
/// <typeparam name="TRecord">What is gathered; serialised as JSON.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RecordAction<TItem, TRecord> : HoldfastAction, IRecordAction
{
    /// <summary>How items and records become JSON. Default: <see cref="JsonSerializerOptions.Web"/>, with <see cref="RunSettings.JsonTypes"/> if that is
    /// set.</summary>
    protected virtual JsonSerializerOptions Json => HandedJson;

    private protected override JsonSerializerOptions? UsedJson => Json;

    private protected override IEnumerable<Type> JsonTypes => [typeof(TItem), typeof(TRecord)];

    /// <summary>Fetches the records of some items.</summary>
    /// <param name="context">API calls and the browser.</param>
    /// <param name="batch">The items, at least one.</param>
    /// <param name="cancellationToken">Ends when the session is lost or the run is aborted.</param>
    /// <returns>One result for each item, in any order. An item without a result is failed.</returns>
    public abstract Task<IReadOnlyList<Fetched<TRecord>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<TItem>> batch, CancellationToken cancellationToken);

    /// <inheritdoc/>
    async Task<IReadOnlyList<ItemOutcome>> IRecordAction.FetchAsync(
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

        ItemOutcome[] gathered = [.. items.Select(item =>
            (results.Remove(item.Key, out Fetched<TRecord>? result)
                ? ToOutcome(result, item.Fingerprint)
                : ItemOutcome.Failed(item.Key, "the action gave no result for this item"))
            with { AsPlanned = item.Fingerprint, IsSiteFault = result?.IsSiteFault is true })];
        return results.Count == 0
            ? gathered
            : throw new InvalidOperationException(
                $"Action '{Name}' gave a result for item '{EvidenceText.Clean(results.Keys.First())}', which was not in the batch.");
    }

    /// <inheritdoc/>
    BoundSink? IRecordSource.Bind(IRecordSink sink, IRunLedgerStore store) =>
        store.WriterFor<TRecord>(sink, Json) is { } writer ? new LedgerSink(writer)
        : sink is IRecordDelivery<TRecord> elsewhere ? new DeliverySink<TRecord>(elsewhere, Json)
        : null;

    private protected ListedItem[] ToEntries(IReadOnlyList<ListedItem<TItem>> items) =>
        [.. items.Select(item => new ListedItem(RequireKey(item.Key), item.Fingerprint, JsonSerializer.Serialize(item.Value, Json)))];

    private protected string RequireKey(string key) =>
        string.IsNullOrEmpty(key) ? throw new InvalidOperationException($"Action '{Name}' listed an item without a key.") : key;

    private protected long? RequireTotal(long? total) =>
        total < 0 ? throw new InvalidOperationException($"Action '{Name}' gave {total} as the list's total. Give null when the site does not say.") : total;

    private ItemOutcome ToOutcome(Fetched<TRecord> result, string? fingerprint) => result.Kind switch
    {
        FetchedKind.Whole => ItemOutcome.Whole(result.Key, JsonSerializer.Serialize(result.Record, Json), fingerprint),
        FetchedKind.Partial => ItemOutcome.Partial(result.Key, JsonSerializer.Serialize(result.Record, Json), EvidenceText.Clean(result.Reason)),
        FetchedKind.Removed => ItemOutcome.Removed(result.Key),
        _ => ItemOutcome.Failed(result.Key, EvidenceText.Clean(result.Reason)),
    };
}

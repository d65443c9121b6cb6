namespace Holdfast.Actions;

/// <summary>Hands out what a run is missing at its end, each item once. Its state stays as it is until it gets a better one.</summary>
internal sealed class GatherRetryRound(GatherRun run)
{
    public async IAsyncEnumerable<IReadOnlyList<PlannedItem>> ReadBatchesAsync()
    {
        // In this order none comes twice: what failed may become partial, and what is partial never fails.
        foreach (ItemState state in (ItemState[])[ItemState.Partial, ItemState.Failed])
        {
            long last = 0;
            while (await ReadAsync(state, last).ConfigureAwait(false) is { Count: > 0 } items)
            {
                yield return items;
                last = items[^1].Id;
            }
        }
    }

    private Task<IReadOnlyList<PlannedItem>> ReadAsync(ItemState state, long after) =>
        run.Ledger.ReadItemsAsync(state, after, run.Settings.BatchSize);
}

using System.Globalization;

namespace Holdfast.Tests.Shared;

/// <summary>The job of a test program that was started to be killed: plans pages of ten and commits batches of five. Each line acknowledges what the ledger
/// has answered.</summary>
/// <remarks>It runs before the module's initializer has ended, and hands arrays to the ledger: a collection of a type that the compiler makes in this module
/// would wait for that end on the ledger's thread.</remarks>
internal static class GatherJob
{
    public static void Run(IRunLedger ledger, JobLimit limit)
    {
        string? cursor = ledger.ReadListingPositionAsync().GetAwaiter().GetResult().NextCursor;
        for (int page = cursor is null ? 1 : int.Parse(cursor, CultureInfo.InvariantCulture); !limit.IsReached; page++)
        {
            ListedItem[] items = Enumerable.Range(0, 10).Select(item => Listed.Item($"{page}-{item}")).ToArray();
            ledger.PlanPageAsync(ledger.Writer, Listed.Page(page, page + 1, items), beforeCommit: null).GetAwaiter().GetResult();
            limit.Acknowledge($"page {page}");
            while (ledger.ReadItemsAsync(ItemState.Pending, 0, 5).GetAwaiter().GetResult() is { Count: > 0 } batch)
            {
                ItemOutcome[] outcomes = batch.Select(item => Listed.Whole(item.Key)).ToArray();
                ledger.CommitBatchAsync(ledger.Writer, outcomes, Listed.First, isRetryRound: false, beforeCommit: null).GetAwaiter().GetResult();
                limit.Acknowledge("items " + string.Join(' ', batch.Select(item => item.Key)));
            }
        }
    }
}

using System.Globalization;
using Holdfast.Actions;

namespace Holdfast.Benchmarks;

/// <summary>Gathers samples out of the air: whatever it costs is the runner's and the ledger's.</summary>
/// <param name="count">How many there are.</param>
/// <param name="fetching">Called for each batch, with the number of items fetched before it.</param>
internal sealed class SampleGather(int count, Action<int>? fetching = null) : GatherAction<int, Sample>
{
    private const int PageSize = 100;

    private int _fetched;

    public override string Name => "samples";

    public override Task<ListPage<int>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
    {
        int first = cursor is null ? 1 : int.Parse(cursor, CultureInfo.InvariantCulture);
        int next = first + PageSize;
        return Task.FromResult(new ListPage<int>(
            [.. Enumerable.Range(first, Math.Min(PageSize, count - first + 1)).Select(number => new ListedItem<int>(Sample.Key(number), "v1", number))],
            next <= count ? next.ToString(CultureInfo.InvariantCulture) : null,
            count));
    }

    public override Task<IReadOnlyList<Fetched<Sample>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<int>> batch, CancellationToken cancellationToken)
    {
        fetching?.Invoke(Interlocked.Add(ref _fetched, batch.Count) - batch.Count);
        return Task.FromResult<IReadOnlyList<Fetched<Sample>>>([.. batch.Select(item => Fetched.Whole(item.Key, Sample.Of(item.Value)))]);
    }
}

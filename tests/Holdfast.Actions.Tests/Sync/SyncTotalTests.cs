using System.Globalization;
using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Sync;

/// <summary>What a sync makes of totals: a list that only grows behind the reader hides nothing, and a total counts keys.</summary>
public sealed class SyncTotalTests : IAsyncDisposable
{
    private const int PerPage = 10;

    private readonly ScriptedRun _run = new(new ScriptedSite(static _ => new { }));

    public SyncTotalTests() => _run.Settings.RetryRounds = 0;

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Run_ListGrowsAtItsEndInEachReading_NothingIsMissing()
    {
        Numbered list = new(40);
        list.BeforePage = page => list.Add(page == 1 ? 1 : 0);
        RunReport report = await _run.RunAsync(list);

        Assert.Equal((RunEnd.Completed, 41L, "w", 1), (report.End, report.Summary.Seen, report.Summary.Sync!.Watermark, report.Summary.Listing.Pass));
    }

    /// <summary>It grew by more than it lost, and hid one all the same.</summary>
    [Fact]
    public async Task Run_ListGrowsAndHidesOne_IsReadAgain()
    {
        Numbered list = new(40);
        bool moved = false;
        list.BeforePage = page =>
        {
            if (page == 2 && !moved)
            {
                // What changes goes to the end, and pulls the others over the edge of a page.
                moved = true;
                list.Add(1);
                list.Keys.Remove("k5");
                list.Keys.Add("k5");
            }
        };
        RunReport report = await _run.RunAsync(list);

        Assert.Equal((RunEnd.Completed, 41L, 2), (report.End, report.Summary.Seen, report.Summary.Listing.Pass));
    }

    /// <summary>Four entries of three keys.</summary>
    [Theory]
    [InlineData(3, RunEnd.Completed)]
    [InlineData(4, RunEnd.CompletedWithGaps)]
    [InlineData(null, RunEnd.Completed)]
    public async Task Run_KeyOfTwoEntries_TotalCountsKeys(int? total, RunEnd end)
    {
        RunReport report = await _run.RunAsync(new Events(total));
        Assert.Equal((end, 3L), (report.End, report.Summary.Seen));
    }

    private static int Number(string? cursor) => int.Parse(cursor ?? "0", CultureInfo.InvariantCulture);

    private static Task<IReadOnlyList<Fetched<string>>> FetchAsync(IReadOnlyList<ListedItem<string>> batch) =>
        Task.FromResult<IReadOnlyList<Fetched<string>>>([.. batch.Select(item => Fetched.Whole(item.Key, item.Key))]);

    /// <summary>In the order of change, paged by number.</summary>
    private sealed class Numbered(int size) : SyncAction<string, string>
    {
        public List<string> Keys { get; } = [.. Enumerable.Range(1, size).Select(number => $"k{number}")];

        public Action<int> BeforePage { get; set; } = static _ => { };

        public override bool IsNewestFirst => false;

        public void Add(int count)
        {
            for (int added = 0; added < count; added++)
            {
                Keys.Add($"k{Keys.Count + 1}");
            }
        }

        public override Task<SyncPage<string>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken)
        {
            int page = Number(position.Cursor);
            BeforePage(page);
            return Task.FromResult(new SyncPage<string>(
                [.. Keys.Skip(page * PerPage).Take(PerPage).Select(key => new ListedItem<string>(key, "1", ""))],
                (page + 1) * PerPage < Keys.Count ? (page + 1).ToString(CultureInfo.InvariantCulture) : null,
                "w",
                Total: Keys.Count));
        }

        public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) => SyncTotalTests.FetchAsync(batch);
    }

    private sealed class Events(int? total) : SyncAction<string, string>
    {
        private static readonly (string Key, string Version)[][] s_pages = [[("a", "1"), ("b", "1")], [("c", "1"), ("a", "2")]];

        public override bool IsNewestFirst => false;

        public override Task<SyncPage<string>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken)
        {
            int page = Number(position.Cursor);
            return Task.FromResult(new SyncPage<string>(
                [.. s_pages[page].Select(entry => new ListedItem<string>(entry.Key, entry.Version, ""))], page == 0 ? "1" : null, "w", Total: total));
        }

        public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) => SyncTotalTests.FetchAsync(batch);
    }
}

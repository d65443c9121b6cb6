using System.Globalization;
using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Sync;

/// <summary>Pages cut from a list whose equal times have an order of their own on each page, the same one at each question. Each reading shows the same
/// keys twice and hides the same others: that it is always so makes nothing of it true.</summary>
public sealed class TiedOrderTests : IAsyncDisposable
{
    private const int Entries = 305;
    private const int PerPage = 20;

    private static readonly string[][] s_tied = [.. Enumerable.Range(0, (Entries + PerPage - 1) / PerPage).Select(Tied)];

    private readonly ScriptedRun _run = new(new ScriptedSite(static _ => new { }));

    public TiedOrderTests() => _run.Settings.RetryRounds = 0;

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sync_SameKeysAgainInEachReading_AGapAndTheWatermarkStays(bool newestFirst)
    {
        RunReport report = await _run.RunAsync(new PagedSync(s_tied) { NewestFirst = newestFirst });

        Assert.Equal((RunEnd.CompletedWithGaps, (string?)null), (report.End, report.Summary.Sync!.Watermark));
        Assert.InRange(report.Summary.Seen, 1, Entries - 1);
    }

    [Fact]
    public async Task Gather_SameKeysAgainInEachReading_EndsWithAGap()
    {
        RunReport report = await _run.RunAsync(new PagedGather(s_tied));

        Assert.Equal((RunEnd.CompletedWithGaps, 1 + _run.Settings.RereadPasses), (report.End, report.Summary.Listing.Pass));
    }

    /// <summary>Where the whole page comes again, the second reading must not end at it.</summary>
    [Theory]
    [InlineData("x a, a y")]
    [InlineData("a, a, y")]
    [InlineData("a b, b a, c, c, d")]
    public async Task Run_OneKeyOnBothSidesOfABorder_EndsWithAGap(string pages)
    {
        string[][] keys = [.. pages.Split(", ").Select(page => page.Split(' '))];
        Assert.Equal(RunEnd.CompletedWithGaps, (await _run.RunAsync(new PagedSync(keys))).End);
        Assert.Equal(RunEnd.CompletedWithGaps, (await _run.RunAsync(new PagedGather(keys))).End);
    }

    /// <summary>What happened twice comes twice, in two versions: nothing is hidden.</summary>
    [Fact]
    public async Task Run_EventsOfOneKeyInTwoVersions_AreNoMovement()
    {
        string[][] events = [["a1", "b1"], ["c1", "a2"], ["d1", "b2"]];
        RunReport report = await _run.RunAsync(new PagedSync(events) { HasVersions = true });
        Assert.Equal((RunEnd.Completed, 4L, 3L, "w"), (report.End, report.Summary.Seen, report.Summary.Pages, report.Summary.Sync!.Watermark));

        report = await _run.RunAsync(new PagedGather(events) { HasVersions = true });
        Assert.Equal((RunEnd.Completed, 4L), (report.End, report.Summary.Seen));
    }

    private static string[] Tied(int page)
    {
        string[] keys = [.. Enumerable.Range(0, Entries).Select(number => $"k{number:000}")];
        new Random(page + 7).Shuffle(keys);
        return [.. keys.Skip(page * PerPage).Take(PerPage)];
    }

    private static int Number(string? cursor) => int.Parse(cursor ?? "0", CultureInfo.InvariantCulture);

    private static string? Next(string[][] pages, int page) => page + 1 < pages.Length ? (page + 1).ToString(CultureInfo.InvariantCulture) : null;

    private static ListedItem<string>[] Items(string[] page, bool hasVersions) =>
        [.. page.Select(entry => hasVersions ? new ListedItem<string>(entry[..1], entry[1..], "") : new ListedItem<string>(entry, "1", ""))];

    private static Task<IReadOnlyList<Fetched<string>>> FetchAsync(IReadOnlyList<ListedItem<string>> batch) =>
        Task.FromResult<IReadOnlyList<Fetched<string>>>([.. batch.Select(item => Fetched.Whole(item.Key, item.Key))]);

    private sealed class PagedSync(string[][] pages) : SyncAction<string, string>
    {
        public bool NewestFirst { get; init; }

        public bool HasVersions { get; init; }

        public override bool IsNewestFirst => NewestFirst;

        public override Task<SyncPage<string>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken)
        {
            int page = Number(position.Cursor);
            return Task.FromResult(new SyncPage<string>(Items(pages[page], HasVersions), Next(pages, page), "w"));
        }

        public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) => TiedOrderTests.FetchAsync(batch);
    }

    private sealed class PagedGather(string[][] pages) : GatherAction<string, string>
    {
        public bool HasVersions { get; init; }

        public override Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
        {
            int page = Number(cursor);
            return Task.FromResult(new ListPage<string>(Items(pages[page], HasVersions), Next(pages, page)));
        }

        public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) => TiedOrderTests.FetchAsync(batch);
    }
}

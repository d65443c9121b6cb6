using System.Globalization;
using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Sync;

/// <summary>A list in the order of change, paged by number, whose equal times have no order: what it hides must not count as read.</summary>
public sealed class ShiftingSyncTests : IAsyncDisposable
{
    private const int Entries = 305;
    private const int PerPage = 20;

    private readonly ScriptedRun _run = new(new ScriptedSite(static _ => new { }));

    public ShiftingSyncTests() => _run.Settings.RetryRounds = 0;

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OrderSettlesWhenReadAgain_NothingIsMissing(bool saysTotal)
    {
        RunReport report = await _run.RunAsync(new Shuffled { SaysTotal = saysTotal, ShuffledReadings = 1 });

        Assert.Equal((RunEnd.Completed, (long)Entries), (report.End, report.Summary.Seen));
        Assert.Equal("w", report.Summary.Sync!.Watermark);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OrderNeverSettles_AGapAndTheWatermarkStays(bool saysTotal)
    {
        RunReport report = await _run.RunAsync(new Shuffled { SaysTotal = saysTotal, ShuffledReadings = int.MaxValue });

        Assert.Equal(RunEnd.CompletedWithGaps, report.End);
        Assert.Null(report.Summary.Sync!.Watermark);
        Assert.Empty(report.Mismatches);

        Shuffled calm = new() { SaysTotal = saysTotal };
        report = await _run.RunAsync(calm);
        Assert.Equal((RunEnd.Completed, (string?)null), (report.End, calm.Since));
        Assert.Equal(Entries, _run.Records(calm).Count);
    }

    /// <summary>That the newest entries are known says nothing of what a gap hid behind them.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_NewestFirstAfterAGap_ReadsBehindWhatIsKnown(bool saysTotal)
    {
        Shuffled list = new() { NewestFirst = true, Calm = PerPage, SaysTotal = saysTotal, ShuffledReadings = 3 };
        RunReport report = await _run.RunAsync(list);
        Assert.Equal((RunEnd.CompletedWithGaps, (string?)null), (report.End, report.Summary.Sync!.Watermark));
        Assert.NotEqual(Entries, report.Summary.Seen);

        // Calm now, but hidden all the same while it is read only as far as it is known.
        report = await _run.RunAsync(list);
        Assert.Equal((RunEnd.Completed, "w"), (report.End, report.Summary.Sync!.Watermark));
        Assert.Equal(Entries, _run.Records(list).Count);

        // A reading that came to the end tells of everything behind its entries.
        report = await _run.RunAsync(list);
        Assert.Equal((RunEnd.Completed, 1L), (report.End, report.Summary.Pages));
    }

    private sealed class Shuffled : SyncAction<string, string>
    {
        private readonly Random _random = new(1);
        private int _reading;

        public override string Name => "shuffled";

        public override bool IsNewestFirst => NewestFirst;

        public bool NewestFirst { get; init; }

        public bool SaysTotal { get; init; }

        /// <summary>How many entries at the front keep their places.</summary>
        public int Calm { get; init; }

        /// <summary>How many readings meet another order on each page.</summary>
        public int ShuffledReadings { get; init; }

        public string? Since { get; private set; }

        public override Task<SyncPage<string>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken)
        {
            int page = int.Parse(position.Cursor ?? "0", CultureInfo.InvariantCulture);
            _reading += page == 0 ? 1 : 0;
            Since = position.Since;
            string[] keys = [.. Enumerable.Range(0, Entries).Select(number => $"k{number:000}")];
            if (_reading <= ShuffledReadings)
            {
                _random.Shuffle(keys.AsSpan(Calm));
            }

            string[] shown = [.. keys.Skip(page * PerPage).Take(PerPage)];
            return Task.FromResult(new SyncPage<string>(
                [.. shown.Select(key => new ListedItem<string>(key, "1", key))],
                (page + 1) * PerPage < Entries ? (page + 1).ToString(CultureInfo.InvariantCulture) : null,
                "w",
                Total: SaysTotal ? Entries : null));
        }

        public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Fetched<string>>>([.. batch.Select(item => Fetched.Whole(item.Key, item.Key))]);
    }
}

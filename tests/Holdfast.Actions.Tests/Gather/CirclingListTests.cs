using System.Globalization;
using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Gather;

/// <summary>A list or plan that shows the same again under ever new cursors ends by name; one that is read again does not.</summary>
public sealed class CirclingListTests : IAsyncDisposable
{
    private readonly ScriptedRun _run = new(new ScriptedSite(static _ => new { }));

    public CirclingListTests() => _run.Settings.MaxEmptyPages = 5;

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    /// <summary>As a site does that shows its last page for each number behind it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Gather_LastPagesShownForEver_EndsNamed(int circle)
    {
        Circling list = new(page => page < 9 ? page : 9 + ((page - 9) % circle));
        RunReport report = await _run.RunUntilAsync(list, list.TooLong);

        AssertEnded(report.End, report.Reason, "the list gave 6 pages in a row");
        Assert.Equal(9 + circle + 6, list.Pages);
        Assert.Equal(9 + circle, report.Summary.Seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sync_LastPageShownForEver_EndsNamed(bool removed)
    {
        CirclingSync list = new(static page => Math.Min(page, 9)) { ShowsRemoved = removed };
        RunReport report = await _run.RunUntilAsync(list, list.TooLong);

        AssertEnded(report.End, report.Reason, "the list gave 6 pages in a row");
    }

    /// <summary>On a first sync, the newest entries may all have come and gone.</summary>
    [Fact]
    public async Task Sync_ManyPagesOfWhatWasNeverHeld_AreRead()
    {
        CirclingSync list = new(static page => page) { ShowsRemoved = true, End = 40 };
        Assert.Equal((RunEnd.Completed, 41L), ((await _run.RunUntilAsync(list, list.TooLong)).End, list.Pages));
    }

    /// <summary>As a list of events does: few keys, and each entry another version.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sync_ManyVersionsOfFewKeys_AreRead(bool newestFirst)
    {
        Events list = new(newestFirst, pages: 40);
        RunReport report = await _run.RunAsync(list);
        Assert.Equal((RunEnd.Completed, 40, 3L), (report.End, list.Pages, report.Summary.Seen));
    }

    /// <summary>Each page is known by then, and each is new to the reading.</summary>
    [Fact]
    public async Task Gather_ReadAgainFromTheFront_IsRead()
    {
        // The movement is seen at the end, so that all of it is read again.
        Circling list = new(static page => page) { End = 40, Total = page => page < 40 ? 41 : 42 };
        RunReport report = await _run.RunUntilAsync(list, list.TooLong);
        Assert.Equal((RunEnd.CompletedWithGaps, 3), (report.End, report.Summary.Listing.Pass));

        list = new(static page => page) { End = 40 };
        Assert.Equal(RunEnd.Completed, (await _run.RunUntilAsync(list, list.TooLong)).End);
    }

    [Fact]
    public async Task Sync_KnownListReadToItsEndAgain_IsRead()
    {
        CirclingSync list = new(static page => page) { End = 40 };
        for (int run = 1; run <= 2; run++)
        {
            Assert.Equal(RunEnd.Completed, (await _run.RunUntilAsync(list, list.TooLong)).End);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Send_LastPagesPlannedForEver_EndsNamed(int circle)
    {
        Plan plan = new(page => page < 9 ? page : 9 + ((page - 9) % circle));
        RunReport report = await _run.RunUntilAsync(plan, plan.TooLong);
        AssertEnded(report.End, report.Reason, "the plan gave 6 pages in a row");
        Assert.Equal(9 + circle, report.Summary.Effects!.Confirmed);

        plan = new(page => page < 9 ? page : 9 + ((page - 9) % circle)) { PlanName = "another" };
        (RunEnd end, string? reason) = await _run.PreviewAsync(plan, static _ => { });
        AssertEnded(end, reason, "the plan gave 6 pages in a row");
    }

    /// <summary>The plan shows again what an earlier run sent, and what it could not.</summary>
    [Fact]
    public async Task Send_PlanOfWhatEarlierRunsHad_IsRead()
    {
        Plan plan = new(static page => page) { End = 40, Refused = "k20" };
        Assert.Equal(RunEnd.CompletedWithGaps, (await _run.RunUntilAsync(plan, plan.TooLong)).End);

        (RunEnd end, string? reason) = await _run.PreviewAsync(plan, static _ => { });
        Assert.Equal((RunEnd.Completed, null), (end, reason));
        Assert.Equal(RunEnd.CompletedWithGaps, (await _run.RunUntilAsync(plan, plan.TooLong)).End);
    }

    private static void AssertEnded(RunEnd end, string? reason, string text)
    {
        Assert.Equal(RunEnd.Misconfigured, end);
        Assert.Contains(text, reason, StringComparison.Ordinal);
    }

    private static int Number(string? cursor) => int.Parse(cursor ?? "0", CultureInfo.InvariantCulture);

    private static string Next(string? cursor) => (Number(cursor) + 1).ToString(CultureInfo.InvariantCulture);

    private static Task<IReadOnlyList<Fetched<string>>> FetchAsync(IReadOnlyList<ListedItem<string>> batch) =>
        Task.FromResult<IReadOnlyList<Fetched<string>>>([.. batch.Select(item => Fetched.Whole(item.Key, item.Key))]);

    /// <summary>One item a page; which one, is said by number. Stops the run when it has no end.</summary>
    private sealed class Circling(Func<int, int> shows) : GatherAction<string, string>
    {
        private readonly CancellationTokenSource _stop = new();

        public CancellationToken TooLong => _stop.Token;

        public int Pages { get; private set; }

        public int End { get; init; } = int.MaxValue;

        public Func<int, long?> Total { get; init; } = static _ => null;

        public override Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
        {
            StopAt(++Pages, _stop);
            int page = Number(cursor);
            return Task.FromResult(new ListPage<string>(
                [new ListedItem<string>($"k{shows(page)}", "1", "")], page < End ? Next(cursor) : null, Total(page)));
        }

        public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) => CirclingListTests.FetchAsync(batch);
    }

    private sealed class CirclingSync(Func<int, int> shows) : SyncAction<string, string>
    {
        private readonly CancellationTokenSource _stop = new();

        public CancellationToken TooLong => _stop.Token;

        public long Pages { get; private set; }

        public int End { get; init; } = int.MaxValue;

        public bool ShowsRemoved { get; init; }

        public override bool IsNewestFirst => false;

        public override Task<SyncPage<string>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken)
        {
            StopAt(++Pages, _stop);
            int page = Number(position.Cursor);
            string key = $"k{shows(page)}";
            return Task.FromResult(new SyncPage<string>(
                ShowsRemoved ? [] : [new ListedItem<string>(key, "1", "")], page < End ? Next(position.Cursor) : null, "w", ShowsRemoved ? [key] : null));
        }

        public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) => CirclingListTests.FetchAsync(batch);
    }

    /// <summary>Two events a page, of three things in all.</summary>
    private sealed class Events(bool newestFirst, int pages) : SyncAction<string, string>
    {
        public int Pages { get; private set; }

        public override bool IsNewestFirst => newestFirst;

        public override Task<SyncPage<string>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken)
        {
            Pages++;
            int first = 2 * Number(position.Cursor);
            return Task.FromResult(new SyncPage<string>(
                [Event(first), Event(first + 1)], Pages < pages ? Next(position.Cursor) : null, "w"));
        }

        public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) => CirclingListTests.FetchAsync(batch);

        private static ListedItem<string> Event(int number) => new($"k{number % 3}", number.ToString(CultureInfo.InvariantCulture), "");
    }

    private sealed class Plan(Func<int, int> shows) : SendAction<string>
    {
        private readonly CancellationTokenSource _stop = new();
        private int _pages;

        public CancellationToken TooLong => _stop.Token;

        public string PlanName { get; init; } = "plan";

        public override string Name => PlanName;

        public int End { get; init; } = int.MaxValue;

        public string? Refused { get; init; }

        public override Task<EffectPage<string>> PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken)
        {
            StopAt(++_pages, _stop);
            int page = Number(cursor);
            return Task.FromResult(new EffectPage<string>([new Effect<string>($"k{shows(page)}", "")], page < End ? Next(cursor) : null));
        }

        public override Task<Sent> SendAsync(SendContext context, Effect<string> effect, CancellationToken cancellationToken) =>
            Task.FromResult(effect.Key == Refused ? Sent.Refused("no") : Sent.Done());
    }

    private static void StopAt(long pages, CancellationTokenSource stop)
    {
        if (pages > 300)
        {
            stop.Cancel();
        }
    }
}

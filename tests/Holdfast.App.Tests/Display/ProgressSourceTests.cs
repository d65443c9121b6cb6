using Holdfast.Actions;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

public sealed class ProgressSourceTests
{
    [Fact]
    public async Task ReadAsync_UnfinishedRun_ComesFromTheLedger()
    {
        using TestApp app = new();
        LedgerMaker.Make(
            app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null), ItemOutcome.Failed("k2", "x")], pending: ["k3"], finish: false);
        using ProgressSource source = Begun(app, new FakeTimeProvider());

        ProgressSnapshot now = (await source.ReadAsync())!;

        Assert.Equal(("1 page  3 seen", 3, 2, 3, true), (now.Read, now.Known, now.Done, now.SiteTotal!.Value, now.IsAllKnown));
    }

    [Fact]
    public async Task ReadAsync_SiteAskedForPauses_TheLongestThatStillRuns()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [], pending: ["k3"], finish: false);
        FakeTimeProvider time = new(LedgerMaker.Start);
        LedgerMaker.AddPause(app.LedgerPath, "over", askedAfter: -60, seconds: 60);
        LedgerMaker.AddPause(app.LedgerPath, "short", askedAfter: -1, seconds: 5);
        LedgerMaker.AddPause(app.LedgerPath, "long", askedAfter: -20, seconds: 120);
        LedgerMaker.AddPause(app.LedgerPath, "clock was set back", askedAfter: 3600, seconds: 60);
        using ProgressSource source = Begun(app, time);

        ProgressPause pause = (await source.ReadAsync())!.Pause!;

        Assert.Equal(
            ("long", 429, LedgerMaker.Start.AddSeconds(100), TimeSpan.FromSeconds(100), 1),
            (pause.Endpoint, pause.Status, pause.Until, pause.Left, pause.Others));
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Null((await source.ReadAsync())!.Pause);
    }

    /// <summary>Another job in the same ledger waits, not this one; what was known when this one began is waited for.</summary>
    [Theory]
    [InlineData(1, null)]
    [InlineData(-1, "theirs")]
    public async Task ReadAsync_AnotherActionsPause_IsShownWhenItWasKnownAtTheStart(double askedAfter, string? shown)
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-others", [], pending: ["k1"], finish: false);
        LedgerMaker.Make(app.LedgerPath, "gather-things", [], pending: ["k3"], finish: false);
        FakeTimeProvider time = new(LedgerMaker.Start);
        LedgerMaker.AddPause(app.LedgerPath, "theirs", askedAfter, seconds: 120);
        using ProgressSource source = Begun(app, time, run: 2);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(shown, (await source.ReadAsync())!.Pause?.Endpoint);
    }

    /// <summary>What its own site asks for comes as an event, and a pause that is extended is the same one.</summary>
    [Fact]
    public async Task ReadAsync_SiteAsksForAPause_IsShownUntilItsNewEnd()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [], pending: ["k3"], finish: false);
        FakeTimeProvider time = new(LedgerMaker.Start);
        using ProgressSource source = Begun(app, time);
        source.Observe(new PauseRecorded(Run(app), Asked(seconds: 10)));
        ProgressPause first = (await source.ReadAsync())!.Pause!;
        source.Observe(new PauseRecorded(Run(app), Asked(seconds: 30)));
        ProgressPause longer = (await source.ReadAsync())!.Pause!;
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), first.Identity, 0), (first.Left, longer.Left, longer.Identity, longer.Others));
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Null((await source.ReadAsync())!.Pause);

        static StoredPause Asked(int seconds) =>
            new(1, 1, "ours", 1, 503, LedgerMaker.Start, LedgerMaker.Start.AddSeconds(seconds), 0, TimeSpan.Zero, null);
    }

    /// <summary>A plain action counts in its own words, and has no pages.</summary>
    [Fact]
    public async Task ReadAsync_PlainAction_SaysWhatItSays()
    {
        using TestApp app = new();
        using (RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.ReadWrite, new FakeTimeProvider(LedgerMaker.Start)))
        {
            ledger.BeginLeg("check-links", LegOwner.Current());
        }

        LedgerMaker.Sql(app.LedgerPath, "INSERT INTO checkpoints VALUES (1, '57', 120, 400, 'checking links', 0, 1, 0, 1, 0)");
        using ProgressSource source = Begun(app, new FakeTimeProvider(), action: "check-links");
        Assert.Equal("check-links  checking links  120 of 400 done (30%)  |  session not started", ProgressLine.Format((await source.ReadAsync())!));
    }

    [Fact]
    public async Task ReadAsync_SendAction_CountsWhatIsPlanned()
    {
        using TestApp app = new();
        using (RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.ReadWrite, new FakeTimeProvider(LedgerMaker.Start)))
        {
            ledger.BeginLeg("send-things", LegOwner.Current());
        }

        LedgerMaker.Sql(
            app.LedgerPath,
            """
            INSERT INTO effects VALUES (1, 'send-things', 'a', '{}', 'planned', NULL, 1, 0);
            INSERT INTO effect_pages VALUES (1, 1, 1, 0, NULL, '2', 1, 1, 0, 1, 0);
            INSERT INTO effect_listings VALUES (1, 0, 1, 'a');
            """);
        using ProgressSource source = Begun(app, new FakeTimeProvider(), action: "send-things");
        Assert.Equal("send-things  1 page  1 planned  0 done  |  session not started", ProgressLine.Format((await source.ReadAsync())!));
    }

    [Fact]
    public async Task ReadAsync_BeforeTheRunAndAfterIt_ShowsNothing()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null)]);
        using ProgressSource source = new(new SqliteRunLedgerStore(TimeProvider.System), app.LedgerPath, null, new FakeTimeProvider());

        Assert.Null(await source.ReadAsync());
        source.Observe(new RunBegan(Run(app), isResumed: true));
        Assert.NotNull(await source.ReadAsync());
        source.Observe(new RunEnded(Run(app), RunEnd.Completed, null));
        Assert.Null(await source.ReadAsync());
    }

    /// <summary>A run that waits for an hour need not be counted each second.</summary>
    [Fact]
    public async Task ReadAsync_NothingHappened_LooksAtTheLedgerNoMore()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null)], pending: ["k2"], finish: false);
        FakeTimeProvider time = new();
        using ProgressSource source = Begun(app, time);
        Assert.Equal(1, (await source.ReadAsync())!.Done);
        Commit(app, "k2");
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, (await source.ReadAsync())!.Done);
        source.Observe(new BatchCommitted(Run(app), items: 1, generation: 1));
        Assert.Equal(2, (await source.ReadAsync())!.Done);
    }

    /// <summary>Counting a million items takes long; the run must not feel that somebody watches it.</summary>
    [Fact]
    public async Task ReadAsync_CountingTakesLong_CountsNowAndThenOnly()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null)], pending: ["k2"], finish: false);

        // Every look at this clock takes 100 ms.
        FakeTimeProvider time = new() { AutoAdvanceAmount = TimeSpan.FromMilliseconds(100) };
        using ProgressSource source = Begun(app, time);
        Assert.Equal(1, (await source.ReadAsync())!.Done);
        Commit(app, "k2");
        source.Observe(new BatchCommitted(Run(app), items: 1, generation: 1));

        Assert.Equal(1, (await source.ReadAsync())!.Done);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, (await source.ReadAsync())!.Done);
    }

    private static void Commit(TestApp app, string key)
    {
        using RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.ReadWrite, TimeProvider.System);
        ledger.BeginLeg("gather-things", LegOwner.Current()).CommitBatch([ItemOutcome.Whole(key, "1", null)], new GenerationStamp(0, 1), null);
    }

    private static ProgressSource Begun(TestApp app, TimeProvider time, string action = "gather-things", long run = 1)
    {
        ProgressSource source = new(new SqliteRunLedgerStore(TimeProvider.System), app.LedgerPath, null, time);
        source.Observe(new RunBegan(Run(app, action, run), isResumed: true));
        return source;
    }

    private static RunKey Run(TestApp app, string action = "gather-things", long run = 1) => new(app.LedgerPath, "main", action, run, 1);
}

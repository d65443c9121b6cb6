using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

public sealed class ProgressSourceTests
{
    [Fact]
    public void Read_UnfinishedRun_ComesFromTheLedger()
    {
        using TestApp app = new();
        LedgerMaker.Make(
            app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null), ItemOutcome.Failed("k2", "x")], pending: ["k3"], finish: false);
        using ProgressSource source = new(app.LedgerPath, "gather-things", null, () => null, new FakeTimeProvider());

        ProgressSnapshot now = source.Read()!;

        Assert.Equal(("1 page  3 seen", 3, 2, 3, true), (now.Read, now.Known, now.Done, now.SiteTotal!.Value, now.IsAllKnown));
    }

    [Fact]
    public void Read_SiteAskedForPauses_TheLongestThatStillRuns()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [], pending: ["k3"], finish: false);
        FakeTimeProvider time = new(LedgerMaker.Start);
        LedgerMaker.AddPause(app.LedgerPath, "over", askedAfter: -60, seconds: 60);
        LedgerMaker.AddPause(app.LedgerPath, "short", askedAfter: -1, seconds: 5);
        LedgerMaker.AddPause(app.LedgerPath, "long", askedAfter: -20, seconds: 120);
        LedgerMaker.AddPause(app.LedgerPath, "clock was set back", askedAfter: 3600, seconds: 60);
        using ProgressSource source = new(app.LedgerPath, "gather-things", null, () => null, time);

        ProgressPause pause = source.Read()!.Pause!;

        Assert.Equal(
            ("long", 429, LedgerMaker.Start.AddSeconds(100), TimeSpan.FromSeconds(100), 1),
            (pause.Endpoint, pause.Status, pause.Until, pause.Left, pause.Others));
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Null(source.Read()!.Pause);
    }

    /// <summary>Another job in the same ledger waits, not this one; what was known when this one began is waited for.</summary>
    [Fact]
    public void Read_AnotherActionsPause_IsShownWhenItWasKnownAtTheStart()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-others", [], pending: ["k1"], finish: false);
        LedgerMaker.Make(app.LedgerPath, "gather-things", [], pending: ["k3"], finish: false);
        FakeTimeProvider time = new(LedgerMaker.Start);
        LedgerMaker.AddPause(app.LedgerPath, "meanwhile", askedAfter: 1, seconds: 120);
        using ProgressSource source = new(app.LedgerPath, "gather-things", null, () => null, time);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(source.Read()!.Pause);
        LedgerMaker.AddPause(app.LedgerPath, "before", askedAfter: -1, seconds: 60);
        Assert.Equal("before", source.Read()!.Pause!.Endpoint);
    }

    /// <summary>A plain action counts in its own words, and has no pages.</summary>
    [Fact]
    public void Read_PlainAction_SaysWhatItSays()
    {
        using TestApp app = new();
        using (RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.ReadWrite, new FakeTimeProvider(LedgerMaker.Start)))
        {
            ledger.BeginLeg("check-links", LegOwner.Current());
        }

        LedgerMaker.Sql(app.LedgerPath, "INSERT INTO checkpoints VALUES (1, '57', 120, 400, 'checking links', 0, 1, 0, 1, 0)");
        using ProgressSource source = new(app.LedgerPath, "check-links", null, () => null, new FakeTimeProvider());
        Assert.Equal("check-links  checking links  120 of 400 done (30%)  |  session not started", ProgressLine.Format(source.Read()!));
    }

    [Fact]
    public void Read_SendAction_CountsWhatIsPlanned()
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
        using ProgressSource source = new(app.LedgerPath, "send-things", null, () => null, new FakeTimeProvider());
        Assert.Equal("send-things  1 page  1 planned  0 done  |  session not started", ProgressLine.Format(source.Read()!));
    }

    [Fact]
    public void Read_LastRunIsOver_IsNotTakenForThisOne()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null)]);
        using ProgressSource source = new(app.LedgerPath, "gather-things", null, () => null, new FakeTimeProvider());

        Assert.Null(source.Read());
    }

    /// <summary>Counting a million items takes long; the run must not feel that somebody watches it.</summary>
    [Fact]
    public void Read_CountingTakesLong_CountsNowAndThenOnly()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null)], pending: ["k2"], finish: false);

        // Every look at this clock takes 100 ms.
        FakeTimeProvider time = new() { AutoAdvanceAmount = TimeSpan.FromMilliseconds(100) };
        using ProgressSource source = new(app.LedgerPath, "gather-things", null, () => null, time);
        Assert.Equal(1, source.Read()!.Done);
        using (RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.ReadWrite, TimeProvider.System))
        {
            ledger.BeginLeg("gather-things", LegOwner.Current()).CommitBatch([ItemOutcome.Whole("k2", "1", null)], new GenerationStamp(0, 1), null);
        }

        Assert.Equal(1, source.Read()!.Done);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, source.Read()!.Done);
    }
}

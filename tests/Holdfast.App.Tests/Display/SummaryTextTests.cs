using Holdfast.Actions;

namespace Holdfast.App.Tests;

public sealed class SummaryTextTests
{
    [Fact]
    public void Complete_OneLegNoIncident()
    {
        RunSummary summary = Reports.Summary(empty => empty with
        {
            Seen = 800,
            New = 800,
            Pages = 40,
            SiteTotal = 800,
            LastChangeAt = LedgerMaker.Start.AddSeconds(75),
        });

        Equal(
            """
            gather-things  run 3  complete
              800 seen = 800 new
              40 pages read to the end of the list; the site says 800
              1 leg, 2026-07-01 22:00:00Z to 2026-07-01 22:01:15Z (1 min 15 s)
              no incident
            """,
            Reports.Report(RunEnd.Completed, summary: summary));
    }

    [Fact]
    public void Waiting_IsSaidForEachSink()
    {
        RunSummary summary = Reports.Summary(empty => empty with
        {
            Seen = 800,
            New = 800,
            Pages = 40,
            LastChangeAt = LedgerMaker.Start.AddSeconds(75),
            Waiting = new Dictionary<string, long> { ["archive"] = 1, ["pages-to-postgres"] = 1200 },
        });

        Equal(
            """
            gather-things  run 3  over, with gaps
              800 seen = 800 new
              40 pages read to the end of the list
              1 leg, 2026-07-01 22:00:00Z to 2026-07-01 22:01:15Z (1 min 15 s)
              no incident
              1 record waits for sink archive, until a run that has it delivers them
              1,200 records wait for sink pages-to-postgres, until a run that has it delivers them
              to try what is missing again: kinfolk run
            """,
            Reports.Report(RunEnd.CompletedWithGaps, summary: summary));
    }

    [Fact]
    public void Gaps_AreGroupedWithTheirFirstKeys()
    {
        RunSummary summary = Reports.Summary(empty => empty with
        {
            Run = new RunInfo(empty.Run.RunId, empty.Run.Action, empty.Run.StartedAt, empty.Run.FinishedAt, legs: 3, lastLegOutcome: null),
            Seen = 15_920,
            New = 15_000,
            Updated = 400,
            Unchanged = 500,
            Partial = 9,
            Failed = 8,
            Quarantined = 1,
            Pending = 2,
            Pages = 796,
            Listing = new ListingPosition(ListingState.Finished, 2, null),
            SiteTotal = 15_925,
            Incidents = new Dictionary<string, int> { ["BrowserExited"] = 1, ["LoggedOut"] = 2 },
            LastChangeAt = LedgerMaker.Start.AddMinutes(370),
        });
        MissingItem[] missing =
        [
            new("q", ItemState.Quarantined, "died alone twice", 2),
            .. Enumerable.Range(1, 8).Select(i => new MissingItem($"f{i}", ItemState.Failed, "403 Forbidden", 1)),
            .. Enumerable.Range(1, 9).Select(i => new MissingItem($"p{i}", ItemState.Partial, "no badge", 1)),
            new("x", ItemState.Pending, null, 0),
        ];

        Equal(
            """
            gather-things  run 3  over, with gaps
              15,920 seen = 15,000 new + 400 updated + 500 unchanged + 9 partial + 8 failed + 1 quarantined + 2 pending
              796 pages read to the end of the list in 2 passes; the site says 15,925
              5 items of the site's count never appeared in its list
              3 legs, 2026-07-01 22:00:00Z to 2026-07-02 04:10:00Z (6 h 10 min)
              3 incidents: 2 LoggedOut, 1 BrowserExited
              20 missing:
                9 partial, no badge: p1, p2, p3, p4, p5, ...
                8 failed, 403 Forbidden: f1, f2, f3, f4, f5, ...
                1 quarantined, died alone twice: q
                the quarantined are not fetched again until 'items release'
                2 pending, not fetched yet
              to try what is missing again: kinfolk run
            """,
            Reports.Report(RunEnd.CompletedWithGaps, summary: summary),
            missing);
    }

    [Fact]
    public void Stopped_ListHasMore()
    {
        RunSummary summary = Reports.Summary(empty => empty with
        {
            Seen = 20,
            New = 5,
            Pending = 15,
            Pages = 1,
            SiteTotal = 800,
            Listing = new(ListingState.Open, 1, "2"),
        });

        Equal(
            """
            gather-things  run 3  stopped on request
              20 seen = 5 new + 15 pending
              1 page read, the list has more; the site says 800
              1 leg, 2026-07-01 22:00:00Z
              no incident
              15 missing:
                15 pending, not fetched yet
            """,
            Reports.Report(RunEnd.Stopped, summary: summary));
    }

    [Fact]
    public void Suspensions_SayHowLongAndWhyUntilWhen()
    {
        Suspension slept = new(LedgerMaker.Start.AddHours(4), TimeSpan.FromMinutes(46), Asleep: true);
        Suspension stopped = slept with { Duration = TimeSpan.FromSeconds(5), Asleep = false };

        Assert.Contains(
            "  1 suspension: 46 min, the machine slept until 2026-07-02 02:00:00Z", Lines(new(1, slept.Duration, slept)));
        Assert.Contains(
            "  3 suspensions: 46 min 10 s in all; at last the job was stopped or starved until 2026-07-02 02:00:00Z",
            Lines(new(3, TimeSpan.FromSeconds(2770), stopped)));
        Assert.DoesNotContain(Lines(new(0, TimeSpan.Zero, null)), line => line.Contains("suspension", StringComparison.Ordinal));

        static IEnumerable<string> Lines(SuspensionTotals totals) => SummaryText.Lines(
            Reports.Report(RunEnd.Completed, summary: Reports.Summary(empty => empty with { Suspensions = totals })), RunGaps.None(0), "kinfolk run");
    }

    [Fact]
    public void Pauses_SayHowLongInAllAndWhatTheLastOneWas()
    {
        StoredPause last = new(3, 1, "k.example/api", 2, 429, LedgerMaker.Start, LedgerMaker.Start.AddSeconds(120), 10, TimeSpan.FromSeconds(4), 75);

        Assert.Contains(
            "  1 pause that the site asked for: 2 min, HTTP 429 from k.example/api until 2026-07-01 22:02:00Z",
            Lines(new(1, TimeSpan.FromSeconds(120), last)));
        Assert.Contains(
            "  2 pauses that the site asked for: 3 min in all; at last HTTP 429 from k.example/api until 2026-07-01 22:02:00Z",
            Lines(new(2, TimeSpan.FromSeconds(180), last)));
        Assert.DoesNotContain(Lines(PauseTotals.None), line => line.Contains("pause", StringComparison.Ordinal));

        static IEnumerable<string> Lines(PauseTotals totals) => SummaryText.Lines(
            Reports.Report(RunEnd.Completed, summary: Reports.Summary(empty => empty with { Pauses = totals })), RunGaps.None(0), "kinfolk run");
    }

    [Fact]
    public void Contradiction_IsNotWrittenAsAnEquation()
    {
        RunSummary summary = Reports.Summary(empty => empty with { Seen = 21, New = 5, Pending = 15 });

        Assert.Equal("21 seen ≠ 5 new + 15 pending", SummaryText.Equation(summary));
    }

    [Fact]
    public void ManyReasons_TheCommonestAreShown()
    {
        MissingItem[] missing = [.. Enumerable.Range(1, 13).Select(i => new MissingItem($"k{i}", ItemState.Failed, $"reason {i:00}", 1))];
        RunReport report = Reports.Report(RunEnd.CompletedWithGaps, summary: Reports.Summary(empty => empty with { Seen = 13, Failed = 13 }));

        string[] lines = [.. SummaryText.Lines(report, Gaps(report, missing), "kinfolk run")];

        Assert.Equal(10, lines.Count(line => line.Contains("1 failed", StringComparison.Ordinal)));
        Assert.Contains("    and 3 more reasons", lines);
    }

    [Fact]
    public void ListThatMoved_NamesTheDifference()
    {
        RunSummary summary = Reports.Summary(empty => empty with
        {
            Seen = 43,
            New = 43,
            Pages = 5,
            SiteTotal = 41,
            Listing = new(ListingState.Finished, 2, null),
        });
        ListReconciliation list = new(true, 41, ["k1", "k2"], ["k9"]);

        Assert.Equal(
            [
                "  5 pages read to the end of the list in 2 passes; the site says 41",
                "  2 seen, but gone from the list when it was read last: k1, k2",
                "  1 shown only when it was read again: k9",
            ],
            SummaryText.Account(summary, new RunGaps([], list, [])).Skip(1).Take(3));
        Assert.Contains(
            "  the list changed, or was shorter than the site's total, in every pass: some items may never have been seen",
            SummaryText.Account(summary, new RunGaps([], new ListReconciliation(false, list.Present, list.Gone, list.Late), [])));
    }

    [Fact]
    public void Effects_SayWhatIsMissingAndHowToSettleIt()
    {
        RunSummary summary = Reports.Summary(empty => empty with { Effects = new(1_010, 1_000, 300, 2, 6, 1, 1, 51, isPlanRead: true) });
        StoredEffect[] open =
        [
            .. Enumerable.Range(1, 6).Select(i => new StoredEffect(i, "gather-things", $"d{i}", "{}", EffectState.InDoubt, "no answer", 1, LedgerMaker.Start)),
            .. Enumerable.Range(1, 2).Select(i => new StoredEffect(i, "gather-things", $"f{i}", "{}", EffectState.Failed, "HTTP 403", 1, LedgerMaker.Start)),
        ];

        Assert.Equal(
            """
            gather-things  run 3  over, with gaps
              1,010 planned = 700 confirmed + 300 confirmed before + 2 failed + 6 in doubt + 1 dropped + 1 pending
              51 pages of the plan read, to its end
              1 leg, 2026-07-01 22:00:00Z
              no incident
              9 missing:
                6 in doubt: d1, d2, d3, d4, d5, ...
                  never sent again without your decision: look on the site, then say effects confirm KEY, effects retry KEY or effects drop KEY
                2 failed, HTTP 403: f1, f2
                1 pending, not settled yet
            """.ReplaceLineEndings("\n"),
            string.Join('\n', Lines(Reports.Report(RunEnd.CompletedWithGaps, summary: summary), RunGaps.None(0) with { Effects = open })));
    }

    /// <summary>A second run that had nothing to send says so.</summary>
    [Fact]
    public void Effects_AllConfirmedBefore_SayThatThisRunSentNothing() =>
        Assert.Equal("20 planned = 20 confirmed before", EffectSummary.Equation(new(20, 20, 20, 0, 0, 0, 0, 1, isPlanRead: true)));

    [Fact]
    public void Effects_ManyReasons_AreCounted()
    {
        RunSummary summary = Reports.Summary(empty => empty with { Effects = new(30, 0, 0, 30, 0, 0, 0, 1, isPlanRead: true) });
        StoredEffect[] open =
        [
            .. Enumerable.Range(1, 30).Select(i =>
                new StoredEffect(i, "gather-things", $"f{i}", "{}", EffectState.Failed, $"member {i} blocks you", 1, LedgerMaker.Start)),
        ];
        string[] lines = [.. SummaryText.Account(summary, RunGaps.None(0) with { Effects = open })];
        Assert.Equal(10, lines.Count(line => line.Contains("blocks you", StringComparison.Ordinal)));
        Assert.Equal("    and 20 more reasons", lines[^1]);
    }

    [Fact]
    public void Progress_IsTheAccountOfAPlainAction()
    {
        RunSummary summary = Reports.Summary(empty => empty with { Progress = new(12, 40, "checking links", isCompleted: false) });

        Assert.Equal(
            """
            gather-things  run 3  stopped on request
              12 of 40 done: checking links
              1 leg, 2026-07-01 22:00:00Z
              no incident
            """.ReplaceLineEndings("\n"),
            string.Join('\n', Lines(Reports.Report(RunEnd.Stopped, summary: summary), RunGaps.None(0))));
    }

    private static IEnumerable<string> Lines(RunReport report, RunGaps gaps) => SummaryText.Lines(report, gaps, "kinfolk run");

    private static RunGaps Gaps(RunReport report, MissingItem[] missing) => RunGaps.None(report.Summary.Seen) with { Items = missing };

    private static void Equal(string expected, RunReport report, params MissingItem[] missing) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join('\n', SummaryText.Lines(report, Gaps(report, missing), "kinfolk run")));
}

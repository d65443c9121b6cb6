using static Holdfast.Actions.Tests.LedgerFixture;

namespace Holdfast.Actions.Tests;

public sealed class RunAccountTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Run_FromListingToFinish_AddsUp()
    {
        using var ledger = _files.Open();
        var run = Begin(ledger);
        Assert.False(run.Resumed);
        Assert.Equal(ListingState.NotStarted, run.ListingPosition.State);

        var plan = run.PlanPage(Page(1, 2, Item("a"), Item("b"), Item("c")), null);
        Assert.Equal(["a", "b", "c"], plan.Pending.Select(i => i.Key));
        Assert.Equal(new ListingPosition(ListingState.Open, 1, "2"), run.ListingPosition);
        var done = run.CommitBatch([Whole("a"), ItemOutcome.Partial("b", "{}", "no badge"), ItemOutcome.Failed("c", "500")], First, null);
        Assert.Equal(new BatchOutcome(1, 0, 0, 1, 1, 0, 0, 0), done);
        run.PlanPage(Page(2, null, Item("c"), Item("d")), null);
        Assert.Equal(ListingState.AtEnd, run.ListingPosition.State);
        run.FinishListing(1, 4, null);
        Assert.Equal(["d"], run.ReadItems(ItemState.Pending, 0, 10).Select(i => i.Key));
        run.CommitBatch([ItemOutcome.Quarantined("d", "2 deaths")], First, null);

        var summary = ledger.ReadSummary(run.RunId);
        Assert.Equal((4, 1, 1, 1, 1), (summary.Seen, summary.New, summary.Partial, summary.Failed, summary.Quarantined));
        Assert.Equal((2, 4L), (summary.Pages, summary.SiteTotal));
        Assert.True(summary.AddsUp);
        Assert.Empty(ledger.Check(run.RunId));
        run.FinishRun();
        run.EndLeg(LegOutcome.Finished);
        Assert.Empty(ledger.Check(run.RunId));
        Assert.Equal(["d", "c", "b"], ledger.ReadMissing(run.RunId).Select(i => i.Key));
        Assert.Equal(LegOutcome.Finished, Assert.Single(ledger.ReadRuns()).LastLegOutcome);
    }

    [Fact]
    public void RecordSuspension_OverTwoLegs_IsToldByTheSummaryAndOneByOne()
    {
        SuspensionRow slept = new(new GenerationStamp(0, 2), _files.Time.GetUtcNow(), TimeSpan.FromMilliseconds(2_760_125), Asleep: true);
        SuspensionRow stopped = slept with { EndedAt = slept.EndedAt.AddHours(1), Duration = TimeSpan.FromSeconds(5), Asleep = false };
        using (var ledger = _files.Open())
        {
            Begin(ledger).RecordSuspension(slept);
        }
        using (var ledger = _files.Open())
        {
            Begin(ledger).RecordSuspension(stopped);
            Begin(ledger, "another");
        }
        using var reader = _files.Open(LedgerAccess.Read);
        Assert.Equal([new(1, 2, stopped), new(1, 1, slept)], reader.ReadSuspensions(1));
        Assert.Equal(new SuspensionTotals(2, slept.Duration + stopped.Duration, stopped), reader.ReadSummary(1).Suspensions);
        Assert.Equal(new SuspensionTotals(0, TimeSpan.Zero, null), reader.ReadSummary(2).Suspensions);
    }

    [Fact]
    public void BeginLeg_UnfinishedRun_ResumesItWithItsPositionAndRetriesFailures()
    {
        long first;
        using (var ledger = _files.Open())
        {
            var run = Begin(ledger);
            first = run.RunId;
            run.PlanPage(Page(1, 2, Item("a"), Item("b"), Item("c")), null);
            run.CommitBatch([Whole("a"), ItemOutcome.Failed("b", "500")], First, null);
        }
        using (var ledger = _files.Open())
        {
            var run = Begin(ledger);
            Assert.Equal((first, 2, true), (run.RunId, run.Epoch, run.Resumed));
            Assert.Equal(new ListingPosition(ListingState.Open, 1, "2"), run.ListingPosition);
            Assert.Equal([("b", 1), ("c", 0)], run.ReadItems(ItemState.Pending, 0, 10).Select(i => (i.Key, i.Attempts)));
            Assert.Equal(["c"], run.ReadItems(ItemState.Pending, run.ReadItems(ItemState.Pending, 0, 1)[0].Id, 10).Select(i => i.Key));
            Assert.Empty(ledger.Check(first));
            Assert.All(ledger.ReadMissing(first), i => Assert.Null(i.Reason));
            Assert.Equal(2, ledger.ReadSummary(first).Run.Legs);
        }
    }

    [Fact]
    public void BeginLeg_AtAnotherSite_IsRefusedOnceSomethingWasRead()
    {
        using var ledger = _files.Open();
        var owner = LegOwner.Current();
        Assert.Equal(1, ledger.BeginLeg("gather", owner, "http://mistyped/").RunId);
        var run = ledger.BeginLeg("gather", owner, "http://one/");
        Assert.Equal(1, run.RunId);
        run.PlanPage(Page(1, 2, Item("a")), null);

        var refused = Assert.Throws<LedgerException>(() => ledger.BeginLeg("gather", owner, "http://two/"));

        Assert.Equal(LedgerFault.OtherSite, refused.Fault);
        Assert.Contains("was begun at http://one/, not at http://two/", refused.Message, StringComparison.Ordinal);
        Assert.Equal((1, 3), (ledger.BeginLeg("gather", owner, "http://one/").RunId, ledger.ReadRuns()[0].Legs));
        Assert.Equal(2, ledger.BeginLeg("other", owner, "http://two/").RunId);
    }

    /// <summary>It was in flight when the list showed that it had changed: what was fetched may be older, and in a sync nothing would show it again.</summary>
    [Fact]
    public void CommitBatch_OfAnItemThatChangedMeanwhile_DoesNotCountAndItIsFetchedAgain()
    {
        using var ledger = _files.Open();
        var run = Begin(ledger);
        Assert.Equal("f1", Assert.Single(run.PlanPage(Page(1, 2, Item("a")), null).Pending).Fingerprint);
        Assert.Equal("f2", Assert.Single(run.PlanPage(Page(2, null, Item("a", "f2")), null).Pending).Fingerprint);

        Assert.Equal(1, run.CommitBatch([Whole("a", 1)], First, null).Ignored);
        Assert.Equal("f2", Assert.Single(run.ReadItems(ItemState.Pending, 0, 10)).Fingerprint);

        Assert.Equal(1, run.CommitBatch([Whole("a", 2, "f2")], First, null).New);
        Assert.Empty(run.ReadItems(ItemState.Pending, 0, 10));
        Assert.Equal("""{"key":"a","value":2}""", Assert.Single(ledger.ReadRecords("gather")).Json);
        Assert.Empty(ledger.Check(run.RunId));
    }

    /// <summary>Whatever the old fetch came to, it is not what the list shows now.</summary>
    [Fact]
    public void CommitBatch_StaleOutcomeOfAnyKind_DoesNotCount()
    {
        using var ledger = _files.Open();
        var run = Begin(ledger);
        run.PlanPage(Page(1, 2, Item("a")), null);
        run.PlanPage(Page(2, null, Item("a", "f2")), null);
        foreach (var stale in (ItemOutcome[])[ItemOutcome.Failed("a", "x"), ItemOutcome.Partial("a", "{}", "x"), ItemOutcome.Removed("a"), ItemOutcome.Quarantined("a", "x")])
        {
            Assert.Equal(1, run.CommitBatch([stale with { AsPlanned = "f1" }], First, null).Ignored);
        }

        Assert.Equal(1, run.CommitBatch([Whole("a", 2, "f2")], First, null).New);
        Assert.Single(ledger.ReadRecords("gather"));
    }

    /// <summary>The suspect goes on trial in its new form, too.</summary>
    [Fact]
    public void PlanPage_SuspectChangedMeanwhile_IsHandedOutWithItsDeaths()
    {
        using var ledger = _files.Open();
        var run = Begin(ledger);
        run.PlanPage(Page(1, 2, Item("a")), null);
        run.RecordDeath(["a"], alone: false);
        run.RecordDeath(["a"], alone: true);
        var again = Assert.Single(run.PlanPage(Page(2, null, Item("a", "f2")), null).Pending);
        Assert.Equal((2, 1), (again.Deaths, again.SoloDeaths));
    }

    /// <summary>A checkpoint says where to go on, and at another site that is somewhere else.</summary>
    [Fact]
    public void BeginLeg_AtAnotherSiteWithACheckpoint_IsRefused()
    {
        using var ledger = _files.Open();
        var run = ledger.BeginLeg("count", LegOwner.Current(), "http://one/");
        run.SaveCheckpoint(new Checkpoint("57", new RunProgress(57, null, null, IsCompleted: false)), First, null);

        var refused = Assert.Throws<LedgerException>(() => ledger.BeginLeg("count", LegOwner.Current(), "http://two/"));

        Assert.Equal(LedgerFault.OtherSite, refused.Fault);
    }

    /// <summary>A sync that has read nothing yet may move, and asks the other site for everything.</summary>
    [Fact]
    public void BeginLeg_OfASyncAtAnotherSite_ForgetsSinceWhenItReads()
    {
        using var ledger = _files.Open();
        var run = ledger.BeginLeg("sync", LegOwner.Current(), "http://one/");
        run.BeginSync();
        run.PlanPage(Page(1, null, Item("a")) with { Watermark = "w1" }, null);
        run.CommitBatch([Whole("a")], First, null);
        run.FinishListing(1, null, null);
        run.FinishRun();
        Assert.Equal("w1", ledger.BeginLeg("sync", LegOwner.Current(), "http://one/").BeginSync().Since);

        var moved = ledger.BeginLeg("sync", LegOwner.Current(), "http://two/");

        Assert.Equal((2L, null), (moved.RunId, moved.BeginSync().Since));
    }

    [Fact]
    public void BeginLeg_AfterFinish_BeginsAnotherRunAndOtherActionsAreApart()
    {
        using var ledger = _files.Open();
        var first = Begin(ledger);
        var other = Begin(ledger, "other");
        Assert.Throws<InvalidOperationException>(() => PlanOne(first, "a").FinishRun());
        first.CommitBatch([Whole("a")], First, null);
        first.FinishListing(1, null, null);
        first.FinishRun();
        Assert.Throws<InvalidOperationException>(() => first.PlanPage(Page(2, null, Item("b")), null));
        first.EndLeg(LegOutcome.Finished);

        var second = Begin(ledger);
        Assert.True(second.RunId > other.RunId);
        Assert.Equal((1, false), (second.Epoch, second.Resumed));
        Assert.Single(other.PlanPage(Page(1, null, Item("a")), null).Pending);
    }

    [Fact]
    public void EveryWrite_OfAReplacedLeg_IsFencedAndLeavesNoTrace()
    {
        using var frozen = _files.Open();
        var old = PlanOne(Begin(frozen), "a");
        using var ledger = _files.Open();
        var now = Begin(ledger);
        Action[] writes =
        [
            () => old.PlanPage(Page(2, null, Item("b")), null),
            () => old.CommitBatch([Whole("a")], First, null),
            () => old.FinishListing(1, null, null),
            () => old.RecordIncident(new IncidentRow(First, "BrowserExited", _files.Time.GetUtcNow(), 0, 0, 0, null, "{}")),
            () => old.EndLeg(LegOutcome.Stopped),
            old.FinishRun,
        ];
        foreach (var write in writes)
        {
            var fenced = Assert.Throws<EpochFencedException>(write);
            Assert.Equal((old.RunId, 1L, 2L), (fenced.RunId, fenced.Epoch, fenced.CurrentEpoch));
        }
        var summary = ledger.ReadSummary(now.RunId);
        Assert.Equal((1, 1, 1), (summary.Seen, summary.Pending, summary.Pages));
        Assert.Empty(ledger.ReadIncidents());
        Assert.Empty(ledger.Check(now.RunId));
    }

    [Fact]
    public void BeforeCommit_Throws_UndoesEverythingAndPassesItsOwnException()
    {
        using var ledger = _files.Open();
        var run = PlanOne(Begin(ledger), "a");
        var lost = new SessionGoneException();
        Assert.Same(lost, Assert.Throws<SessionGoneException>(() => run.CommitBatch([Whole("a")], First, () => throw lost)));
        Assert.Same(lost, Assert.Throws<SessionGoneException>(() => run.PlanPage(Page(2, 3, Item("b")), _ => throw lost)));
        Assert.Same(lost, Assert.Throws<SessionGoneException>(() => run.FinishListing(1, null, () => throw lost)));
        Assert.Equal(ListingState.AtEnd, run.ListingPosition.State);
        Assert.Equal((1, 1), (ledger.ReadSummary(run.RunId).Seen, ledger.ReadSummary(run.RunId).Pending));
        Assert.Empty(ledger.ReadRecords("gather"));
        Assert.Equal(1, run.CommitBatch([Whole("a")], First, null).New);
    }

    [Fact]
    public void BeforeCommit_IsTheLastThing_OthersSeeNothingYet()
    {
        using var ledger = _files.Open();
        var run = PlanOne(Begin(ledger), "a");
        using var reader = _files.Open(LedgerAccess.Read);
        var atHook = -1L;
        run.CommitBatch([Whole("a")], First, () => atHook = reader.ReadSummary(run.RunId).New);
        Assert.Equal(0, atHook);
        Assert.Equal(1, reader.ReadSummary(run.RunId).New);
    }

    [Fact]
    public void RecordIncident_Twice_KeepsOneRowWithTheLaterWords()
    {
        using var ledger = _files.Open();
        var run = Begin(ledger);
        var incident = new IncidentRow(new GenerationStamp(0, 3), "BrowserExited", _files.Time.GetUtcNow(), 4, 0, 17, null, "{}");
        run.RecordIncident(incident);
        run.RecordIncident(incident with { Symptoms = 9, Outcome = "recovered" });
        run.RecordIncident(incident with { Generation = new GenerationStamp(1, 3), Cause = "LoggedOut" });
        Assert.Equal(2, ledger.ReadIncidents().Count);
        Assert.Contains(ledger.ReadIncidents(run.RunId), i => i == new StoredIncident(run.RunId, 1, incident with { Symptoms = 9, Outcome = "recovered" }));
        Assert.Equal(1, ledger.ReadSummary(run.RunId).Incidents["LoggedOut"]);
    }

    /// <summary>A record that somebody gave up waiting for comes all the same: after the one that followed it.</summary>
    [Fact]
    public void RecordIncident_WithoutItsOutcomeAfterIt_ChangesNothing()
    {
        using var ledger = _files.Open();
        var run = Begin(ledger);
        var ended = new IncidentRow(new GenerationStamp(0, 3), "BrowserExited", _files.Time.GetUtcNow(), 4, 9, 17, "Recovered", "{}");
        run.RecordIncident(ended);
        run.RecordIncident(ended with { Cause = "TabLost", Outcome = null });
        Assert.Equal(ended, Assert.Single(ledger.ReadIncidents(run.RunId)).Incident);
    }

    private static RunAccount PlanOne(RunAccount run, string key)
    {
        run.PlanPage(Page(1, null, Item(key)), null);
        return run;
    }

    private sealed class SessionGoneException : Exception;
}

using Holdfast.Actions.Tests.Running;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Actions.Tests.Gather;

/// <summary>Items that kill the session that fetches them: they are found, set aside, and cost nobody else anything.</summary>
public sealed class PoisonTests
{
    private const int Entries = 60;

    [Theory]
    [InlineData(1, "k017")]
    [InlineData(4, "k017")]
    [InlineData(4, "k001")]
    [InlineData(4, "k060")]
    public async Task Run_OneItemKillsEverySession_IsQuarantinedAndEverythingElseArrives(int concurrency, string poison)
    {
        await using RunRig rig = await RunRig.StartAsync(Entries);
        rig.Settings.Concurrency = concurrency;

        // Of restart intensity, finding it takes the first death only.
        rig.ConfigureSession = options => options.Recovery.MaxRestarts = 1;
        rig.Answer = KillFor(rig, poison);
        InFlight flight = Watch(rig, poison);
        RunReport report = await rig.RunAsync();

        AssertQuarantined(rig, report, poison);
        Assert.Equal((RunEnd.CompletedWithGaps, Entries - 1L), (report.End, report.Summary.New));

        // Among others, in its batch alone, and three times all by itself.
        Assert.Equal(5, report.Summary.Incidents["BrowserExited"]);
        Assert.Equal([5, 5, 1, 1, 1], flight.Batches);
        Assert.Equal([0, 0, 0, 0], flight.BesideIt[1..]);
        Assert.Equal(3, rig.Number("SELECT solo_deaths FROM suspects"));
        Assert.Equal(5, rig.Number("SELECT deaths FROM suspects"));
        Assert.Equal(Entries - 1, rig.Number("SELECT count(*) FROM items WHERE attempts = 1 AND state = 'new'"));
    }

    [Fact]
    public async Task Run_SeveralItemsKill_AllAreFoundAndNobodyElseIsBlamed()
    {
        await using RunRig rig = await RunRig.StartAsync(Entries);
        rig.Settings.Concurrency = 4;
        rig.Settings.QuarantineAfter = 2;
        rig.ConfigureSession = options => options.Recovery.MaxRestarts = 3;
        rig.Answer = KillFor(rig, "k003", "k004", "k031");
        RunReport report = await rig.RunAsync();

        AssertQuarantined(rig, report, "k003", "k004", "k031");
        Assert.Equal(Entries - 3, report.Summary.New);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_OrdinaryDeath_FetchesAgainOnlyTheBatchesThatWereInFlight(int concurrency)
    {
        await using RunRig rig = await RunRig.StartAsync(Entries);
        rig.Settings.Concurrency = concurrency;
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.Batch, 5))
            {
                rig.Kill();
            }
        };
        RunReport report = await rig.RunAsync();

        rig.AssertComplete(report, deaths: 1);
        Assert.InRange(rig.Count(Moment.Batch), 13, 12 + concurrency);
        Assert.Equal(0, rig.Number("SELECT count(*) FROM suspects"));
    }

    /// <summary>The deaths that a suspect has cost are in the ledger: the next leg goes on counting, and tries nothing else beside it.</summary>
    [Fact]
    public async Task Run_StoppedDuringTheTrial_NextLegGoesOnWithWhatIsKnown()
    {
        await using RunRig rig = await RunRig.StartAsync(Entries);
        using CancellationTokenSource stop = new();
        rig.Settings.Concurrency = 4;
        rig.Answer = KillFor(rig, "k017", () =>
        {
            if (rig.UndoneAtKills.Count == 3)
            {
                stop.Cancel();
            }
        });
        RunReport report = await rig.RunUntilAsync(stop.Token);
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Stopped, 0L), (report.End, report.Summary.Quarantined));
        Assert.Equal(1, rig.Number("SELECT solo_deaths FROM suspects WHERE key = 'k017'"));

        // It is known as a suspect from the start: not one ordinary restart is needed.
        rig.ConfigureSession = options => options.Recovery.MaxRestarts = 0;
        InFlight flight = Watch(rig, "k017");
        report = await rig.RunAsync();
        AssertQuarantined(rig, report, "k017");
        Assert.Equal(Entries - 1, report.Summary.New);
        Assert.Equal([1, 1], flight.Batches);
        Assert.Equal([0, 0], flight.BesideIt);
        Assert.Equal(5, report.Summary.Incidents["BrowserExited"]);
    }

    [Fact]
    public async Task Run_ItemInQuarantine_StaysThereInLaterRunsUntilItIsReleased()
    {
        await using RunRig rig = await RunRig.StartAsync(20);
        rig.Answer = KillFor(rig, "k007");
        AssertQuarantined(rig, await rig.RunAsync(), "k007");
        int deaths = rig.UndoneAtKills.Count;

        RunReport later = await rig.RunAsync();
        AssertQuarantined(rig, later, "k007");
        Assert.Equal((2L, 19L, 0), (later.Summary.Run.RunId, later.Summary.Unchanged, later.Summary.Incidents.Count));

        // The site has mended its page.
        rig.Answer = null;
        using (RunLedger ledger = rig.Write())
        {
            Assert.Empty(ledger.Release("site", "k008"));
            Assert.Equal(["k007"], ledger.Release("site"));
            Assert.Empty(ledger.Release("site"));
            Assert.Empty(ledger.Check(2));
            Assert.Equal(1, ledger.ReadSummary(2).Quarantined);
        }

        RunReport last = await rig.RunAsync();
        rig.AssertHonest(last);
        Assert.Equal((RunEnd.Completed, 19L, 1L), (last.End, last.Summary.Unchanged, last.Summary.New));
        Assert.Equal(deaths, rig.UndoneAtKills.Count);
    }

    [Fact]
    public async Task Run_ItemReleasedInAnUnfinishedRun_IsFetchedByItsNextLeg()
    {
        await using RunRig rig = await RunRig.StartAsync(20);
        rig.Settings.ListAttempts = 1;
        rig.Answer = (moment, ordinal, context) => (moment, ordinal) == (Moment.List, 2)
            ? RunRig.SayAsync(context, 500)
            : KillFor(rig, "k007")(moment, ordinal, context);
        RunReport report = await rig.RunAsync();
        Assert.Equal((RunEnd.ListingIncomplete, 1L), (report.End, report.Summary.Quarantined));

        rig.Answer = null;
        using (RunLedger ledger = rig.Write())
        {
            Assert.Equal(["k007"], ledger.Release("site", "k007"));
            Assert.Empty(ledger.Check(1));
        }

        report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Completed, 20L, 2), (report.End, report.Summary.New, report.Summary.Run.Legs));
    }

    /// <summary>Every fetch kills: that is no item's doing. The budget of trials ends before anyone is blamed.</summary>
    [Fact]
    public async Task Run_EveryFetchKills_GivesUpAndBlamesNobody()
    {
        await using RunRig rig = await RunRig.StartAsync(Entries);
        rig.Settings.BatchSize = 20;
        rig.Site.PageSize = 20;
        rig.Answer = (moment, _, _) =>
        {
            if (moment == Moment.Batch)
            {
                rig.Kill();
            }

            return Task.FromResult(false);
        };
        rig.ConfigureSession = options => options.Recovery.MaxTrialRestarts = 12;
        RunReport report = await rig.RunAsync();

        rig.AssertHonest(report);
        Assert.Equal((RunEnd.GaveUp, 0L, 0L), (report.End, report.Summary.Quarantined, report.Summary.Failed));
        Assert.Contains("more than 12 restarts within 00:05:00 after work that was tried alone", report.Reason, StringComparison.Ordinal);
        Assert.Equal(14, report.Summary.Incidents["BrowserExited"]);
        Assert.Equal(1, rig.Number("SELECT max(solo_deaths) FROM suspects"));

        rig.Answer = null;
        report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Completed, (long)Entries), (report.End, report.Summary.New));
    }

    /// <summary>One by one, each has enough deaths alone before the budget ends; and a later leg meets them as suspects. Still nothing came through.</summary>
    [Fact]
    public async Task Run_EveryFetchKillsBatchesOfOne_BlamesNobody()
    {
        await using RunRig rig = await RunRig.StartAsync(6);
        rig.Settings.BatchSize = 1;
        rig.ConfigureSession = options => options.Recovery.MaxTrialRestarts = 12;
        rig.Answer = KillFor(rig, [.. Enumerable.Range(1, 6).Select(number => $"k{number:000}")]);
        for (int leg = 1; leg <= 2; leg++)
        {
            RunReport hopeless = await rig.RunAsync();
            rig.AssertHonest(hopeless);
            Assert.Equal((RunEnd.GaveUp, 0L), (hopeless.End, hopeless.Summary.Quarantined));
        }

        rig.Answer = null;
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Completed, 6L), (report.End, report.Summary.New));
    }

    /// <summary>Nothing is fetched after it that could clear the browser: what came through before is fetched once more.</summary>
    [Fact]
    public async Task Run_LastItemOfAllKills_IsQuarantined()
    {
        await using RunRig rig = await RunRig.StartAsync(6);
        rig.Settings.BatchSize = 1;
        rig.Answer = KillFor(rig, "k006");
        RunReport report = await rig.RunAsync();
        AssertQuarantined(rig, report, "k006");
        Assert.Equal((5L, 5), (report.Summary.New, report.Summary.Incidents["BrowserExited"] + 1));
    }

    /// <summary>The only item that there is: it may as well be the browser, and nobody is called for it.</summary>
    [Fact]
    public async Task Run_OnlyItemKills_HasFailedAndIsNotQuarantined()
    {
        await using RunRig rig = await RunRig.StartAsync(1);
        rig.Settings.RetryRounds = 0;
        rig.Answer = KillFor(rig, "k001");
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 1L, 0L), (report.End, report.Summary.Failed, report.Summary.Quarantined));
        using RunLedger ledger = rig.Read();
        Assert.EndsWith("the browser may be at fault", Assert.Single(ledger.ReadMissing(1)).Reason, StringComparison.Ordinal);
    }

    /// <summary>A suspect that fails, or is incomplete, on a session that lives has killed nobody.</summary>
    [Fact]
    public async Task Run_SuspectFailsOnALivingSession_HasFailedAndIsNoSuspect()
    {
        await using RunRig rig = await RunRig.StartAsync(Entries);
        int asked = 0;
        rig.Answer = (moment, _, context) =>
        {
            if (moment == Moment.Batch && Keys(context).Contains("k017"))
            {
                if (Interlocked.Increment(ref asked) <= 2)
                {
                    rig.Kill();
                }
                else if (Keys(context).Length == 1)
                {
                    return RunRig.SayAsync(context, 404);
                }
            }

            return Task.FromResult(false);
        };
        RunReport report = await rig.RunAsync();

        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 59L, 1L, 0L), (report.End, report.Summary.New, report.Summary.Failed, report.Summary.Quarantined));
        Assert.Equal(0, rig.Number("SELECT count(*) FROM suspects"));
    }

    private static void AssertQuarantined(RunRig rig, RunReport report, params string[] keys)
    {
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, keys.Length), (report.End, (int)report.Summary.Quarantined));
        using RunLedger ledger = rig.Read();
        IReadOnlyList<MissingItem> missing = ledger.ReadMissing(report.Summary.Run.RunId);
        Assert.Equal(keys, missing.Select(item => item.Key).Order(StringComparer.Ordinal));
        Assert.All(missing, item => Assert.Equal(
            (ItemState.Quarantined, $"{rig.Settings.QuarantineAfter} sessions died while it was fetched with nothing else in flight"),
            (item.State, item.Reason)));
    }

    private static string[] Keys(HttpContext context) => context.Request.Query["keys"].ToString().Split(',');

    private static Func<Moment, int, HttpContext, Task<bool>> KillFor(RunRig rig, params string[] poison) => (moment, _, context) =>
    {
        if (moment == Moment.Batch && Keys(context).Intersect(poison).Any())
        {
            rig.Kill();
        }

        return Task.FromResult(false);
    };

    private static Func<Moment, int, HttpContext, Task<bool>> KillFor(RunRig rig, string poison, Action andThen) => async (moment, ordinal, context) =>
    {
        bool answered = await KillFor(rig, poison)(moment, ordinal, context);
        if (moment == Moment.Batch && Keys(context).Contains(poison))
        {
            andThen();
        }

        return answered;
    };

    /// <summary>Notes in what company an item is fetched.</summary>
    private static InFlight Watch(RunRig rig, string key)
    {
        InFlight flight = new();
        rig.Action.Fetch = async (context, batch, token) =>
        {
            object me = new();
            lock (flight)
            {
                if (batch.Any(item => item.Key == key))
                {
                    flight.Batches.Add(batch.Count);
                    flight.BesideIt.Add(flight.Now.Values.Count(other => !other.IsCancellationRequested));
                }

                flight.Now.Add(me, token);
            }

            try
            {
                return await SiteGather.FetchBatchAsync(context, batch, token);
            }
            finally
            {
                lock (flight)
                {
                    flight.Now.Remove(me, out _);
                }
            }
        };
        return flight;
    }

    private sealed class InFlight
    {
        public Dictionary<object, CancellationToken> Now { get; } = [];

        /// <summary>The size of each batch that held the item.</summary>
        public List<int> Batches { get; } = [];

        /// <summary>Fetches on a living session that had begun before it, each time.</summary>
        public List<int> BesideIt { get; } = [];
    }
}

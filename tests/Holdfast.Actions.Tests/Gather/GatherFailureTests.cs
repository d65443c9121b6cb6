using Holdfast.Actions.Tests.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Gather;

/// <summary>Failures on a living session: whose fault each was, and what becomes of the items.</summary>
public sealed class GatherFailureTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    public async Task Run_SiteFailsFromSomePointOn_StopsAndFailsNoItem(int concurrency, bool itemByItem)
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        rig.Settings.Concurrency = concurrency;
        rig.Settings.CriticalFailures = 12;
        if (itemByItem)
        {
            rig.Action.Fetch = EachAsync;
        }

        // From the 21st record on, and not before the first twenty are safe; the list goes on answering all the time.
        TaskCompletionSource safe = new(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.AfterCommit, 4))
            {
                safe.TrySetResult();
            }
        };
        rig.Answer = async (moment, _, context) =>
        {
            if (moment != Moment.Batch || string.CompareOrdinal(context.Request.Query["keys"].ToString(), "k021") < 0)
            {
                return false;
            }

            await safe.Task.WaitAsync(TimeSpan.FromSeconds(10), RunRig.Token);
            return await RunRig.SayAsync(context, 500);
        };
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.SiteFailing, LegOutcome.GaveUp), (report.End, report.Summary.Run.LastLegOutcome));
        Assert.Contains("HTTP 500", report.Reason, StringComparison.Ordinal);
        Assert.Equal((20L, 0L), (report.Summary.New, report.Summary.Failed));
        Assert.True(report.Summary.Pending > 0);
        Assert.Null(report.Summary.Run.FinishedAt);

        rig.Answer = null;
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal(60, rig.Number("SELECT count(*) FROM items WHERE attempts = 1"));
    }

    [Fact]
    public async Task Run_SiteFailsInTheMiddleOfABatch_FailsNoItem()
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        rig.Action.Fetch = EachAsync;
        rig.Answer = (moment, ordinal, context) =>
            moment == Moment.Batch && ordinal > 3 ? RunRig.SayAsync(context, 500) : Task.FromResult(false);
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.SiteFailing, 3L, 0L), (report.End, report.Summary.New, report.Summary.Failed));
    }

    [Fact]
    public async Task Run_ListFailsAndThenTheRecords_TheSiteIsFailing()
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        (rig.Settings.ListAttempts, rig.Settings.CriticalFailures) = (1, 5);
        TaskCompletionSource listFailed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Answer = async (moment, ordinal, context) =>
        {
            switch (moment)
            {
                case Moment.List when ordinal == 3:
                    await RunRig.SayAsync(context, 500);
                    listFailed.SetResult();
                    return true;
                case Moment.Batch when ordinal >= 4:
                    await listFailed.Task.WaitAsync(TimeSpan.FromSeconds(10), RunRig.Token);
                    return await RunRig.SayAsync(context, 500);
                default:
                    return false;
            }
        };
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.SiteFailing, 15L, 5L), (report.End, report.Summary.New, report.Summary.Pending));
    }

    [Fact]
    public async Task Run_SiteFailsForAWhile_FailsOnlyWhatItFailedAndCatchesUpNextTime()
    {
        await using RunRig rig = await RunRig.StartAsync(30);

        // The batch, then its first item twice.
        rig.Answer = (moment, ordinal, context) =>
            moment == Moment.Batch && ordinal is 2 or 3 or 4 ? RunRig.SayAsync(context, 500) : Task.FromResult(false);
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 29L, 1L), (report.End, report.Summary.New, report.Summary.Failed));
        rig.Site.Fetched.Clear();
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal(["k006"], rig.Site.Fetched);
    }

    [Fact]
    public async Task Run_LastItemsFailed_AreFailedAtTheEnd()
    {
        // No success comes after them.
        await using RunRig rig = await RunRig.StartAsync(10);
        rig.Action.Fetch = EachAsync;
        rig.Answer = FailKey(500, "k009", "k010", "k008", "k007", "k006");
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 5L, 5L), (report.End, report.Summary.New, report.Summary.Failed));
        Assert.NotNull(report.Summary.Run.FinishedAt);
    }

    [Fact]
    public async Task Run_SessionDiesInTheCommitOfTheLastItemsFailed_AreFailedAtTheEnd()
    {
        await using RunRig rig = await RunRig.StartAsync(10);
        rig.Action.Fetch = EachAsync;
        rig.Answer = FailKey(500, "k009", "k010", "k008", "k007", "k006");
        int commits = 0;
        OutcomeObserver death = new(() =>
        {
            if (Interlocked.Increment(ref commits) == 2)
            {
                rig.Kill();
            }
        });
        rig.Configure = holdfast => holdfast.Services.AddSingleton<IRunObserver>(death);
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 5L, 5L), (report.End, report.Summary.New, report.Summary.Failed));
        Assert.Equal(3, commits);
        Assert.Single(report.Summary.Incidents);
    }

    [Fact]
    public async Task Run_EveryItemIsForbidden_IsNoFailingSite()
    {
        await using RunRig rig = await RunRig.StartAsync(30);
        rig.Settings.CriticalFailures = 3;
        rig.Answer = (moment, _, context) => moment == Moment.Batch ? RunRig.SayAsync(context, 403) : Task.FromResult(false);
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 30L), (report.End, report.Summary.Failed));
        Assert.Empty(report.Summary.Incidents);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_OneItemFailsItsWholeBatch_FailsAlone(int concurrency)
    {
        // With the default sizes: one bad batch is no failing site.
        await using RunRig rig = await RunRig.StartAsync(60);
        rig.Settings.Concurrency = concurrency;
        rig.Settings.BatchSize = 20;
        rig.Site.PageSize = 20;
        rig.Answer = FailKey(500, "k007");
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 59L, 1L), (report.End, report.Summary.New, report.Summary.Failed));
        using RunLedger ledger = rig.Read();
        Assert.Equal(("k007", "HTTP 500 InternalServerError"), (ledger.ReadMissing(1)[0].Key, ledger.ReadMissing(1)[0].Reason));
    }

    [Fact]
    public async Task Run_ActionHasABug_FailsOnlyItsItem()
    {
        await using RunRig rig = await RunRig.StartAsync(10);
        rig.Settings.CriticalFailures = 1;
        rig.Action.Fetch = (context, batch, token) => batch.Any(item => item.Key == "k007")
            ? throw new ArgumentException("wrong")
            : SiteGather.FetchBatchAsync(context, batch, token);
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 9L, 1L), (report.End, report.Summary.New, report.Summary.Failed));
    }

    [Fact]
    public async Task Run_SomeItemsOfABatchFailedByTheSite_OthersAreKept()
    {
        await using RunRig rig = await RunRig.StartAsync(10);
        rig.Settings.CriticalFailures = 1;
        rig.Action.Fetch = EachAsync;
        rig.Answer = FailKey(503, "k002", "k008");
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 8L, 2L), (report.End, report.Summary.New, report.Summary.Failed));
    }

    [Fact]
    public async Task Run_ActionForgetsAnItem_ItIsFailed()
    {
        await using RunRig rig = await RunRig.StartAsync(10);
        rig.Action.Fetch = async (context, batch, token) =>
            [.. (await SiteGather.FetchBatchAsync(context, batch, token)).Where(result => result.Key != "k004")];
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((9L, 1L), (report.Summary.New, report.Summary.Failed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_NobodySaysWhoWeAre_NothingIsCommittedUntilSomebodyDoes(int concurrency)
    {
        await using RunRig rig = await RunRig.StartAsync(30);
        rig.Settings.Concurrency = concurrency;
        rig.Settings.CriticalFailures = 100;
        rig.Answer = (moment, ordinal, context) =>
            moment == Moment.WhoAmI && ordinal is > 3 and < 7 ? RunRig.SayAsync(context, 500) : Task.FromResult(false);
        RunReport report = await rig.RunAsync();
        rig.AssertComplete(report);
        Assert.Equal(30, rig.Number("SELECT count(*) FROM items WHERE attempts = 1"));
        Assert.True(rig.Count(Moment.WhoAmI) > 6);
    }

    [Fact]
    public async Task Run_FailedItems_AreTriedAgainByTheNextLeg()
    {
        await using RunRig rig = await RunRig.StartAsync(30);
        using CancellationTokenSource stop = new();
        rig.Action.Fetch = EachAsync;
        rig.Answer = FailKey(404, "k003");
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.Batch, 12))
            {
                stop.Cancel();
            }
        };
        RunReport report = await rig.RunUntilAsync(stop.Token);
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Stopped, 1L), (report.End, report.Summary.Failed));
        rig.Answer = null;
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal(2, rig.Number("SELECT attempts FROM items WHERE key = 'k003'"));
    }

    private static Func<Moment, int, HttpContext, Task<bool>> FailKey(int status, params string[] keys) => (moment, _, context) =>
        moment == Moment.Batch && keys.Any(key => context.Request.Query["keys"].ToString().Contains(key, StringComparison.Ordinal))
            ? RunRig.SayAsync(context, status)
            : Task.FromResult(false);

    private static Task<IReadOnlyList<Fetched<Kept>>> EachAsync(
        GatherContext context, IReadOnlyList<ListedItem<Entry>> batch, CancellationToken cancellationToken) =>
        context.FetchEachAsync(batch, (item, token) => SiteGather.FetchOneAsync(context, item.Key, token), cancellationToken);

    /// <summary>Called in each transaction that gives items an outcome, before it is committed.</summary>
    private sealed class OutcomeObserver(Action committing) : ICommitObserver
    {
        public void Committing(CommitKind kind)
        {
            if (kind == CommitKind.Outcome)
            {
                committing();
            }
        }

        public void Observe(RunEvent happened)
        {
        }
    }
}

using Holdfast.Actions.Tests.Running;

namespace Holdfast.Actions.Tests.Gather;

/// <summary>What failed or came incomplete is work, not history: it is tried again at the end of the run, and by the next one.</summary>
public sealed class RetryRoundTests
{
    /// <summary>The endpoint fails for a third of the items. Every summary on the way is compared with what the site has really given.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_EndpointFailsForAThird_LaterRunsCompleteThemAndEachSummaryIsTrue(int concurrency)
    {
        await using RunRig rig = await StartAsync(60);
        rig.Settings.Concurrency = concurrency;
        rig.Action.Fetch = EachAsync;
        HashSet<string> failing = [.. Enumerable.Range(1, 20).Select(third => GatherSite.Key(third * 3))];
        rig.Answer = (moment, _, context) =>
            moment == Moment.Batch && failing.Contains(context.Request.Query["keys"].ToString()) ? RunRig.SayAsync(context, 503) : Task.FromResult(false);

        RunReport first = await rig.RunAsync();
        AssertMissing(rig, first, failing, "HTTP 503 ServiceUnavailable");
        Assert.Equal((40L, 20L), (first.Summary.New, first.Summary.Failed));

        failing.RemoveWhere(key => string.CompareOrdinal(key, "k030") > 0);
        RunReport second = await rig.RunAsync();
        AssertMissing(rig, second, failing, "HTTP 503 ServiceUnavailable");
        Assert.Equal((10L, 40L, 10L), (second.Summary.New, second.Summary.Unchanged, second.Summary.Failed));

        failing.Clear();
        RunReport third = await rig.RunAsync();
        rig.AssertComplete(third);
        Assert.Equal((10L, 50L), (third.Summary.New, third.Summary.Unchanged));
    }

    [Fact]
    public async Task Run_FailedAndPartialItems_AreTriedOnceMoreAtTheEnd()
    {
        await using RunRig rig = await StartAsync(20);
        HashSet<string> asked = [];
        rig.Action.Fetch = async (context, batch, token) =>
            [.. (await SiteGather.FetchBatchAsync(context, batch, token)).Select(result => (result.Key, First: asked.Add(result.Key)) switch
            {
                ("k002", true) => Fetched.Failed<Kept>("k002", "403"),
                ("k003", true) => Fetched.Partial("k003", result.Record!, "no badge"),
                ("k004", _) => Fetched.Failed<Kept>("k004", "404"),
                ("k005", _) => Fetched.Partial("k005", result.Record!, "no profile"),
                _ => result,
            })];
        RunReport report = await rig.RunAsync();

        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 18L, 1L, 1L), (report.End, report.Summary.New, report.Summary.Failed, report.Summary.Partial));
        Assert.Equal(2, rig.Number("SELECT min(attempts) FROM items WHERE key IN ('k002', 'k003', 'k004', 'k005')"));
        Assert.Equal(2, rig.Number("SELECT max(attempts) FROM items"));
        Assert.Equal(24, rig.Site.Fetched.Count);
    }

    /// <summary>An item that is incomplete keeps what it has when nothing comes the second time.</summary>
    [Fact]
    public async Task Run_PartialItemFailsAtTheEnd_StaysPartial()
    {
        await using RunRig rig = await StartAsync(10);
        HashSet<string> asked = [];
        rig.Action.Fetch = async (context, batch, token) =>
            [.. (await SiteGather.FetchBatchAsync(context, batch, token)).Select(result => result.Key != "k003" ? result
                : asked.Add("k003") ? Fetched.Partial("k003", result.Record!, "no badge")
                : Fetched.Failed<Kept>("k003", "403"))];
        RunReport report = await rig.RunAsync();

        AssertMissing(rig, report, ["k003"], "no badge");
        Assert.Equal((9L, 1L, 0L), (report.Summary.New, report.Summary.Partial, report.Summary.Failed));
        Assert.Equal(2, rig.Number("SELECT attempts FROM items WHERE key = 'k003'"));
    }

    [Fact]
    public async Task Run_SiteFailsAllOfItAtTheEnd_TheRunIsOverWithGapsAndNothingIsForgotten()
    {
        await using RunRig rig = await StartAsync(60);
        rig.Settings.CriticalFailures = 5;
        rig.Action.Fetch = EachAsync;
        HashSet<string> failing = [.. Enumerable.Range(1, 20).Select(third => GatherSite.Key(third * 3))];
        rig.Answer = (moment, _, context) =>
            moment == Moment.Batch && failing.Contains(context.Request.Query["keys"].ToString()) ? RunRig.SayAsync(context, 503) : Task.FromResult(false);
        RunReport report = await rig.RunAsync();

        AssertMissing(rig, report, failing, "HTTP 503 ServiceUnavailable");
        Assert.NotNull(report.Summary.Run.FinishedAt);

        // It was not asked for all of them again.
        Assert.InRange(rig.Count(Moment.Batch), 61, 79);
    }

    [Fact]
    public async Task Run_SiteFailing_IsNotTriedOnceMore()
    {
        await using RunRig rig = await StartAsync(60);
        rig.Settings.CriticalFailures = 5;
        rig.Action.Fetch = EachAsync;
        rig.Answer = (moment, ordinal, context) => moment == Moment.Batch && ordinal > 10 ? RunRig.SayAsync(context, 503) : Task.FromResult(false);
        RunReport report = await rig.RunAsync();

        rig.AssertHonest(report);
        Assert.Equal((RunEnd.SiteFailing, 10L, 0L), (report.End, report.Summary.New, report.Summary.Failed));
        Assert.Equal(15, rig.Count(Moment.Batch));
    }

    [Fact]
    public async Task Run_ListPageFailsForAWhile_IsReadAtTheEnd()
    {
        await using RunRig rig = await StartAsync(60);
        rig.Settings.ListAttempts = 2;
        rig.Answer = (moment, ordinal, context) =>
            moment == Moment.List && ordinal is 3 or 4 ? RunRig.SayAsync(context, 500) : Task.FromResult(false);
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal([1, 2, 3, 4, 5, 6], rig.Site.ListedPages);
        Assert.Equal(60, rig.Site.Fetched.Count);
    }

    [Fact]
    public async Task Run_ListPageFailsForGood_EndsIncompleteAndGoesOnLater()
    {
        await using RunRig rig = await StartAsync(60);
        rig.Settings.ListAttempts = 2;
        rig.Answer = (moment, ordinal, context) => moment == Moment.List && ordinal >= 3 ? RunRig.SayAsync(context, 500) : Task.FromResult(false);
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.ListingIncomplete, 20L, 6), (report.End, report.Summary.New, rig.Count(Moment.List)));

        rig.Answer = null;
        rig.AssertComplete(await rig.RunAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_SessionDiesAtTheEnd_NothingLostNothingTwice(int concurrency)
    {
        await using RunRig rig = await StartAsync(60);
        rig.Settings.Concurrency = concurrency;
        bool failed = false;
        rig.Action.Fetch = async (context, batch, token) =>
            [.. (await SiteGather.FetchBatchAsync(context, batch, token)).Select(result =>
                result.Key is "k010" or "k050" && !Volatile.Read(ref failed) ? Fetched.Failed<Kept>(result.Key, "403") : result)];
        rig.Answer = (moment, ordinal, _) =>
        {
            if (moment == Moment.Batch && ordinal == 13)
            {
                Volatile.Write(ref failed, true);
                rig.Sessions.Die();
            }

            return Task.FromResult(false);
        };
        RunReport report = await rig.RunAsync();

        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Completed, 60L, 1), (report.End, report.Summary.New, report.Summary.Incidents["BrowserExited"]));
        Assert.Equal(2, rig.Number("SELECT attempts FROM items WHERE key = 'k010'"));
    }

    /// <summary>An item that failed first and kills sessions at the end is found as any other.</summary>
    [Fact]
    public async Task Run_ItemKillsSessionsAtTheEnd_IsQuarantined()
    {
        await using RunRig rig = await StartAsync(20);
        bool failed = false;
        rig.Action.Fetch = async (context, batch, token) =>
        {
            if (failed && batch.Any(item => item.Key == "k010"))
            {
                rig.Sessions.Die();
            }

            IReadOnlyList<Fetched<Kept>> results = await SiteGather.FetchBatchAsync(context, batch, token);
            failed |= results.Any(result => result.Key == "k010");
            return [.. results.Select(result => result.Key switch
            {
                "k010" => Fetched.Partial(result.Key, result.Record!, "no badge"),
                "k011" => Fetched.Failed<Kept>(result.Key, "403"),
                _ => result,
            })];
        };
        RunReport report = await rig.RunAsync();

        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 18L, 1L, 1L), (report.End, report.Summary.New, report.Summary.Failed, report.Summary.Quarantined));
    }

    private static async Task<RunRig> StartAsync(int entries)
    {
        RunRig rig = await RunRig.StartAsync(entries);
        rig.Settings.RetryRounds = new RunSettings().RetryRounds;
        return rig;
    }

    private static void AssertMissing(RunRig rig, RunReport report, IEnumerable<string> keys, string reason)
    {
        rig.AssertHonest(report);
        Assert.Equal(RunEnd.CompletedWithGaps, report.End);
        using RunLedger ledger = rig.Read();
        IReadOnlyList<MissingItem> missing = ledger.ReadMissing(report.Summary.Run.RunId);
        Assert.Equal(keys.Order(StringComparer.Ordinal), missing.Select(item => item.Key).Order(StringComparer.Ordinal));
        Assert.All(missing, item => Assert.Equal(reason, item.Reason));
        Assert.Equal(
            rig.Site.Entries.Select(entry => entry.Key).Except(missing.Where(item => item.State == ItemState.Failed).Select(item => item.Key)),
            ledger.ReadRecords("site").Select(record => record.Key));
    }

    private static Task<IReadOnlyList<Fetched<Kept>>> EachAsync(
        GatherContext context, IReadOnlyList<ListedItem<Entry>> batch, CancellationToken cancellationToken) =>
        context.FetchEachAsync(batch, (item, token) => SiteGather.FetchOneAsync(context, item.Key, token), cancellationToken);
}

using Holdfast.Actions.Tests.Running;

namespace Holdfast.Actions.Tests.Gather;

/// <summary>Lists that move while they are read: nothing that was there throughout is missed, and the difference is named.</summary>
public sealed class ShiftingListTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 4, true)]
    [InlineData(3, 4, true)]
    [InlineData(4, 4, false)]
    public async Task Run_ListMovesAtItsFrontAndTheBrowserDiesTwice_EveryLastingRecordIsThereOnce(int seed, int concurrency, bool removes)
    {
        const int Pages = 200;
        Random random = new(seed);
        await using RunRig rig = await RunRig.StartAsync(Pages * 5);
        rig.Site.PageSize = 5;
        rig.Settings.Concurrency = concurrency;
        rig.Settings.BatchSize = 50;
        List<Entry> first = rig.Site.Entries;
        bool declares = removes;
        rig.Site.Page = page => rig.Site.PlainPage(page) with { Total = declares ? rig.Site.Entries.Count : null };
        int added = 0;
        rig.At = (moment, ordinal) =>
        {
            if (moment != Moment.List || ordinal > Pages)
            {
                return;
            }

            if (random.Next(4) == 0)
            {
                int gone = removes ? random.Next(0, 4) : 0;
                Entry[] come = [.. Enumerable.Range(0, random.Next(0, 3)).Select(_ => new Entry($"n{++added:000}", "v1", -added))];
                rig.Site.Removed = [.. rig.Site.Removed, .. rig.Site.Entries.Take(gone)];
                rig.Site.Entries = [.. come, .. rig.Site.Entries.Skip(gone)];
            }

            if (ordinal is 60 or 140)
            {
                rig.Kill();
            }
        };
        RunReport report = await rig.RunAsync();

        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Completed, 2), (report.End, report.Summary.Incidents["BrowserExited"]));
        using RunLedger ledger = rig.Read();
        ListReconciliation list = ledger.ReadReconciliation(report.Summary.Run.RunId);
        string[] kept = [.. ledger.ReadRecords("site").Select(record => record.Key)];
        string[] now = Keys(rig.Site.Entries);
        Assert.Equal(kept.Length, kept.Distinct().Count());
        Assert.Empty(Keys(first).Intersect(now).Except(kept));
        Assert.Equal((true, (long)now.Length), (list.IsConsistent, list.Present));
        Assert.Equal(kept.Except(now).Order(StringComparer.Ordinal), list.Gone);
        Assert.Empty(list.Gone.Except(Keys(rig.Site.Removed)));
        Assert.Equal(removes, list.Gone.Count > 0);
        if (removes)
        {
            // Without the second reading these would be missing, although the numbers agreed.
            Assert.NotEmpty(list.Late.Intersect(Keys(first)));
        }
    }

    /// <summary>As many seen as the site holds, and still some were hidden.</summary>
    [Theory]
    [InlineData(60, new[] { 1, 2, 3, 4, 5, 6, 1, 2, 3, 4 })]
    [InlineData(100, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4 })]
    public async Task Run_RemovedInFrontOfTheReader_ReadsAgainAsFarAsItMoved(int entries, int[] pages)
    {
        await using RunRig rig = await RunRig.StartAsync(entries);
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.List, 4))
            {
                Remove(rig, 5);
            }
        };
        RunReport report = await rig.RunAsync();

        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Completed, (long)entries), (report.End, report.Summary.New));
        Assert.Equal(pages, rig.Site.ListedPages);
        using RunLedger ledger = rig.Read();
        ListReconciliation list = ledger.ReadReconciliation(1);
        Assert.Equal((true, entries - 5L), (list.IsConsistent, list.Present));
        Assert.Equal(["k001", "k002", "k003", "k004", "k005"], list.Gone);
        Assert.Equal(["k031", "k032", "k033", "k034", "k035"], list.Late);
    }

    [Fact]
    public async Task Run_NoTotalAndKeysComeAgain_ReadsAgainAsFarAsItMoved()
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        rig.Site.Page = page => rig.Site.PlainPage(page) with { Total = null };
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.List, 3))
            {
                rig.Site.Entries = [new Entry("n001", "v1", 1), new Entry("n002", "v1", 2), .. rig.Site.Entries];
            }
        };
        RunReport report = await rig.RunAsync();

        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Completed, 62L), (report.End, report.Summary.New));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 1, 2, 3], rig.Site.ListedPages);
        using RunLedger ledger = rig.Read();
        ListReconciliation list = ledger.ReadReconciliation(1);
        Assert.Equal((true, 62L), (list.IsConsistent, list.Present));
        Assert.Equal(["n001", "n002"], list.Late);
        Assert.Empty(list.Gone);
    }

    [Fact]
    public async Task Run_NoTotalAndNothingMoves_IsReadOnce()
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        rig.Site.Page = page => rig.Site.PlainPage(page) with { Total = null };
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal(6, rig.Site.ListedPages.Count);
    }

    /// <summary>In two versions it is a list of events. In one it may be a list that hides as many as it shows twice.</summary>
    [Theory]
    [InlineData("v2", RunEnd.Completed, 2)]
    [InlineData("v1", RunEnd.CompletedWithGaps, 3)]
    public async Task Run_KeyOnTwoPagesInEachReading_IsNoMovementWhereItHasTwoVersions(string version, RunEnd end, int readings)
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        rig.Site.Page = page => rig.Site.PlainPage(page) with
        {
            Total = null,
            Items = page == 5 ? [.. rig.Site.PlainPage(5).Items, rig.Site.Entries[0] with { Version = version }] : rig.Site.PlainPage(page).Items,
        };
        RunReport report = await rig.RunAsync();

        rig.AssertHonest(report);
        Assert.Equal((end, readings, 60L), (report.End, report.Summary.Listing.Pass, report.Summary.Seen));
        Assert.InRange(rig.Site.ListedPages.Count, 7, 6 * readings);
    }

    [Fact]
    public async Task Run_ListMovesInEachReading_EndsWithAGapAndClaimsNothing()
    {
        await using RunRig rig = await RunRig.StartAsync(100);
        int pages = 0;
        rig.At = (moment, _) =>
        {
            if (moment == Moment.List && ++pages % 3 == 0)
            {
                Remove(rig, 1);
            }
        };
        RunReport report = await rig.RunAsync();

        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 1 + rig.Settings.RereadPasses), (report.End, report.Summary.Listing.Pass));
        using (RunLedger ledger = rig.Read())
        {
            ListReconciliation list = ledger.ReadReconciliation(1);
            Assert.False(list.IsConsistent);
            Assert.Empty(list.Gone);
        }

        rig.At = null;
        report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal(RunEnd.Completed, report.End);
    }

    [Theory]
    [InlineData(61)]
    [InlineData(62)]
    [InlineData(70)]
    public async Task Run_StoppedInTheSecondReading_NextLegGoesOnThere(int stopAt)
    {
        await using RunRig rig = await RunRig.StartAsync(600);
        using CancellationTokenSource stop = new();
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.List, 30))
            {
                Remove(rig, 5);
            }

            if ((moment, ordinal) == (Moment.List, stopAt))
            {
                stop.Cancel();
            }
        };
        RunReport report = await rig.RunUntilAsync(stop.Token);
        rig.AssertHonest(report);
        Assert.Equal(RunEnd.Stopped, report.End);

        report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Completed, 600L), (report.End, report.Summary.New));
        Assert.InRange(rig.Site.ListedPages.Count, 60 + 30, 60 + 31);
        using RunLedger ledger = rig.Read();
        Assert.Equal(5, ledger.ReadReconciliation(1).Gone.Count);
    }

    private static void Remove(RunRig rig, int count)
    {
        rig.Site.Removed = [.. rig.Site.Removed, .. rig.Site.Entries.Take(count)];
        rig.Site.Entries = [.. rig.Site.Entries.Skip(count)];
    }

    private static string[] Keys(IEnumerable<Entry> entries) => [.. entries.Select(entry => entry.Key)];
}

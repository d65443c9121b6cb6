using Holdfast.Actions.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Sinks;

/// <summary>A sink elsewhere gets every record at least once, and what it does not take waits.</summary>
public sealed class RecordDeliveryTests
{
    private const int Entries = 30;

    private readonly KeptInbox _inbox = new();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_SinkTakesEverything_EachRecordComesOnceInItsFirstVersion(int concurrency)
    {
        await using RunRig rig = await StartAsync();
        rig.Settings.Concurrency = concurrency;
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal(rig.Site.Entries.Select(entry => entry.Key).Order(), _inbox.Taken.Select(record => record.Key).Order());
        using RunLedger ledger = rig.Read();
        Assert.All(_inbox.Taken, record =>
        {
            Assert.Equal((1L, (string?)null, record.Key), (record.Version, record.Missing, record.Record.Key));
            Assert.Equal(1, rig.Number($"SELECT count(*) FROM records WHERE key = '{record.Key}' AND lower(hex(hash)) = '{record.Hash}'"));
        });
        Assert.Empty(ledger.ReadSummary(1).Waiting);
        Assert.Equal(Entries, rig.Number("SELECT count(*) FROM deliveries WHERE delivered = 1 AND version = 1"));
    }

    [Fact]
    public async Task Run_OnlySomeChange_OnlyTheseComeAgain()
    {
        await using RunRig rig = await StartAsync();
        await rig.RunAsync();
        _inbox.Taken.Clear();
        rig.Site.Entries[3] = rig.Site.Entries[3] with { Version = "v2", Value = 77 };
        rig.Site.Entries[4] = rig.Site.Entries[4] with { Version = "v2" };
        await rig.RunAsync();
        DeliveredRecord<Kept> changed = Assert.Single(_inbox.Taken);
        Assert.Equal((rig.Site.Entries[3].Key, 2L, 77), (changed.Key, changed.Version, changed.Record.Value));
    }

    [Fact]
    public async Task Run_SinkIsDown_LosesNothingSaysSoAndTheNextRunDelivers()
    {
        await using RunRig rig = await StartAsync();
        _inbox.First = static (_, _) => throw new IOException("no route");
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, (long)Entries, 0L), (report.End, report.Summary.New, report.Summary.Missing));
        Assert.Equal(Entries, Assert.Contains("kept-inbox", report.Summary.Waiting));

        // It is not asked about every record in turn: a call for a batch and a few for records, a few times.
        Assert.InRange(_inbox.Calls.Count, 4, 60);
        Assert.Empty(_inbox.Taken);

        // What changes before it is delivered comes in its newest version only.
        rig.Site.Entries[3] = rig.Site.Entries[3] with { Version = "v2", Value = 77 };
        report = await rig.RunAsync();
        Assert.Equal(Entries, report.Summary.Waiting["kept-inbox"]);
        _inbox.First = null;
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal(rig.Site.Entries.Select(entry => entry.Key).Order(), _inbox.Taken.Select(record => record.Key).Order());
        DeliveredRecord<Kept> changed = Assert.Single(_inbox.Taken, record => record.Key == rig.Site.Entries[3].Key);
        Assert.Equal((2L, 77), (changed.Version, changed.Record.Value));
    }

    [Fact]
    public async Task Run_OneRecordIsNotTaken_ItsNeighboursAre()
    {
        await using RunRig rig = await StartAsync();
        string bad = rig.Site.Entries[7].Key;
        _inbox.First = (records, _) => records.Any(record => record.Key == bad) ? throw new FormatException("too long") : Task.CompletedTask;
        RunReport report = await rig.RunAsync();
        Assert.Equal(1, report.Summary.Waiting["kept-inbox"]);
        Assert.Equal(Entries - 1, _inbox.Taken.Count);
        Assert.DoesNotContain(_inbox.Taken, record => record.Key == bad);
    }

    [Fact]
    public async Task Run_ChangesWhileItIsDelivered_TheNewerVersionComesAfterwards()
    {
        await using RunRig rig = await StartAsync(entries: 5);
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _inbox.First = (_, _) =>
        {
            held.TrySetResult();
            return go.Task;
        };

        // The list is read twice, and shows a change the second time.
        rig.Site.Page = page => new SitePage([.. rig.Site.Entries], page == 1 ? 2 : null, null);
        rig.Answer = async (moment, ordinal, _) =>
        {
            if ((moment, ordinal) == (Moment.List, 2))
            {
                await held.Task;
                rig.Site.Entries[2] = rig.Site.Entries[2] with { Version = "v2", Value = 77 };
            }

            return false;
        };
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.AfterCommit, 2))
            {
                go.SetResult();
            }
        };
        RunReport report = await rig.RunAsync();
        Assert.Empty(report.Summary.Waiting);
        Assert.Equal(
            [1L, 2L], _inbox.Taken.Where(record => record.Key == rig.Site.Entries[2].Key).Select(record => record.Version));
        Assert.Equal(6, _inbox.Taken.Count);
    }

    [Fact]
    public async Task Run_SinkIsNewOrWasAway_IsOwedWhatItMissed()
    {
        await using RunRig rig = await StartAsync();
        Action<IHoldfastBuilder>? present = rig.Configure;
        rig.Configure = null;
        rig.AssertComplete(await rig.RunAsync());

        rig.Configure = present;
        await rig.RunAsync();
        Assert.Equal(Entries, _inbox.Taken.Count);

        rig.Configure = null;
        rig.Site.Entries[3] = rig.Site.Entries[3] with { Version = "v2", Value = 77 };
        await rig.RunAsync();
        _inbox.Taken.Clear();

        rig.Configure = present;
        await rig.RunAsync();
        DeliveredRecord<Kept> missed = Assert.Single(_inbox.Taken);
        Assert.Equal((rig.Site.Entries[3].Key, 2L, 77), (missed.Key, missed.Version, missed.Record.Value));
    }

    [Fact]
    public async Task Run_SinkHangs_IsGivenUpAfterTheTimeOutAndAtADrain()
    {
        await using RunRig rig = await StartAsync(entries: 5);
        rig.Settings.BatchTimeout = TimeSpan.FromMilliseconds(500);
        _inbox.First = static (_, _) => new TaskCompletionSource().Task;
        RunReport report = await rig.RunAsync();
        Assert.Equal((RunEnd.CompletedWithGaps, 5L), (report.End, report.Summary.Waiting["kept-inbox"]));

        // Each call may take all of the time: it is not offered record by record, nor once more when the run is over.
        Assert.All(_inbox.Calls, count => Assert.Equal(5, count));
        Assert.InRange(_inbox.Calls.Count, 1, 2);

        using CancellationTokenSource stop = new();
        rig.Settings.BatchTimeout = TimeSpan.FromMinutes(20);
        rig.Settings.DrainTimeout = TimeSpan.FromMilliseconds(100);
        _inbox.First = async (_, _) =>
        {
            await stop.CancelAsync();
            await new TaskCompletionSource().Task;
        };
        report = await rig.RunUntilAsync(stop.Token);
        Assert.Equal((RunEnd.Stopped, 5L), (report.End, report.Summary.Waiting["kept-inbox"]));
        _inbox.First = null;
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal(5, _inbox.Taken.Count);
    }

    /// <summary>A sink that was removed or renamed will never take its records: that is said, and is no gap of the runs after it.</summary>
    [Fact]
    public async Task Run_SinkIsNotPartOfTheProgramAnyMore_CompletesAndSaysWhatWaits()
    {
        await using RunRig rig = await StartAsync(entries: 5);
        _inbox.First = static (_, _) => throw new IOException("no route");
        RunReport report = await rig.RunAsync();
        Assert.Equal((RunEnd.CompletedWithGaps, LegOutcome.FinishedWithGaps), (report.End, report.Summary.Run.LastLegOutcome));

        rig.Configure = null;
        report = await rig.RunAsync();
        rig.AssertComplete(report);
        Assert.Equal(5, report.Summary.Waiting["kept-inbox"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_SessionDies_NothingIsOwedThatIsNotCommitted(int concurrency)
    {
        await using RunRig rig = await StartAsync();
        rig.Settings.Concurrency = concurrency;
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.Batch, 3))
            {
                rig.Kill();
            }
        };
        rig.AssertComplete(await rig.RunAsync(), deaths: 1);
        Assert.Equal(Entries, _inbox.Taken.Count);
        Assert.All(_inbox.Taken, record => Assert.Equal(1, record.Version));
    }

    private async Task<RunRig> StartAsync(int entries = Entries)
    {
        RunRig rig = await RunRig.StartAsync(entries);
        rig.Configure = holdfast =>
        {
            holdfast.Services.AddSingleton(_inbox);
            holdfast.AddRecordSink<SiteGather, KeptInbox>();
        };
        return rig;
    }
}

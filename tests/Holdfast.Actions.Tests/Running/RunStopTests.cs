using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Running;

/// <summary>A run is stopped, hangs, or loses its ground; what is reported is what is in the ledger.</summary>
public sealed class RunStopTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Drain_BatchesInFlight_AreCommittedAndTheNextLegGoesOn(int concurrency)
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        using CancellationTokenSource stop = new();
        rig.Settings.Concurrency = concurrency;

        // One page, so that batches always wait in line.
        rig.Site.PageSize = 60;
        rig.At = CancelAt(stop, Moment.Batch, 4);
        RunReport report = await rig.RunUntilAsync(stop.Token);
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Stopped, LegOutcome.Stopped), (report.End, report.Summary.Run.LastLegOutcome));
        Assert.True(report.Summary.Pending > 0);
        Assert.Equal(rig.Site.Fetched.Count, report.Summary.New);
        Assert.True(report.Summary.New >= 20);

        // Nothing was begun after it: at most one batch of each other worker was on its way.
        Assert.InRange(rig.Count(Moment.Batch), 4, 3 + concurrency);
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal(60, rig.Site.Fetched.Count);
    }

    [Fact]
    public async Task Drain_BeforeTheStart_DoesNothing()
    {
        await using RunRig rig = await RunRig.StartAsync(10);
        RunReport report = await rig.RunUntilAsync(new CancellationToken(canceled: true));
        Assert.Equal((RunEnd.Stopped, 0L, 0), (report.End, report.Summary.Seen, rig.Sessions.Launch.Calls));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Drain_SessionDiesMeanwhile_EndsAndLosesNothing(int concurrency)
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        using CancellationTokenSource stop = new();
        rig.Settings.Concurrency = concurrency;
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.Batch, 4))
            {
                stop.Cancel();
                rig.Kill();
            }
        };
        RunReport report = await rig.RunUntilAsync(stop.Token);
        rig.AssertHonest(report);
        Assert.True(rig.UndoneAtKills.Single() > 0);
        Assert.Equal((RunEnd.Stopped, 0L), (report.End, report.Summary.Failed));
        Assert.Equal(1, Assert.Contains("BrowserExited", report.Summary.Incidents));
        rig.AssertComplete(await rig.RunAsync(), deaths: 1);
    }

    [Fact]
    public async Task Drain_RecoveryHangs_IsNotWaitedFor()
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        using CancellationTokenSource stop = new();
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.Batch, 4))
            {
                rig.Kill();
            }
        };
        rig.LogIn = async (generation, token) =>
        {
            if (generation > 1)
            {
                await stop.CancelAsync();
                await new TaskCompletionSource().Task.WaitAsync(token);
            }
        };
        RunReport report = await rig.RunUntilAsync(stop.Token);
        rig.AssertHonest(report);
        Assert.Equal(RunEnd.Stopped, report.End);
        Assert.True(report.Summary.Pending > 0);
    }

    [Fact]
    public async Task Drain_ActionDoesNotEnd_IsLetGo()
    {
        await using RunRig rig = await RunRig.StartAsync(10);
        using CancellationTokenSource stop = new();
        rig.Settings.DrainTimeout = TimeSpan.FromMilliseconds(50);
        rig.Action.Fetch = async (_, _, _) =>
        {
            await stop.CancelAsync();
            return await new TaskCompletionSource<IReadOnlyList<Fetched<Kept>>>().Task;
        };
        RunReport report = await rig.RunUntilAsync(stop.Token);
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Stopped, report.Summary.Seen), (report.End, report.Summary.Pending));
        rig.Action.Fetch = SiteGather.FetchBatchAsync;
        rig.AssertComplete(await rig.RunAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_ActionHangsOnOneItem_TimesOutAndGoesOn(bool blocks)
    {
        using ManualResetEventSlim release = new();
        TaskCompletionSource<IReadOnlyList<Fetched<Kept>>> never = new();
        Lock gate = new();
        List<string> unobserved = [];
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await using RunRig rig = await RunRig.StartAsync(3);
            rig.Settings.BatchSize = 1;
            rig.Settings.BatchTimeout = TimeSpan.FromMilliseconds(600);
            rig.Action.Fetch = (context, batch, token) =>
            {
                if (batch[0].Key != "k002")
                {
                    return SiteGather.FetchBatchAsync(context, batch, token);
                }

                if (blocks)
                {
                    release.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
                }

                return never.Task;
            };
            RunReport report = await rig.RunAsync();
            rig.AssertHonest(report);
            Assert.Equal((RunEnd.CompletedWithGaps, 2L, 1L), (report.End, report.Summary.New, report.Summary.Failed));

            // What it throws after it was given up is nobody's surprise.
            never.SetException(new InvalidOperationException("too late"));
            release.Set();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            lock (gate)
            {
                Assert.Empty(unobserved);
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        void Note(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            if (args.Exception.Flatten().InnerExceptions.Any(exception => exception.Message == "too late"))
            {
                lock (gate)
                {
                    unobserved.Add(args.Exception.ToString());
                }
            }
        }
    }

    [Fact]
    public async Task Run_NobodyAnswers_StartsNoBrowser()
    {
        await using RunRig rig = await RunRig.StartAsync(3);
        using (System.Net.Sockets.TcpListener free = new(System.Net.IPAddress.Loopback, 0))
        {
            free.Start();
            rig.Address = new Uri($"http://{free.LocalEndpoint}/");
        }

        RunReport report = await rig.RunAsync();
        Assert.Equal((RunEnd.SiteUnreachable, 0, LegOutcome.GaveUp), (report.End, rig.Sessions.Launch.Calls, rig.LastLegOutcome()));
        rig.Address = null;
        rig.AssertComplete(await rig.RunAsync());
    }

    [Fact]
    public async Task Run_SecondEngineOnTheSameLedger_IsRefusedAndChangesNothing()
    {
        await using RunRig rig = await RunRig.StartAsync(30);
        Exception? refused = null;
        rig.Answer = async (moment, ordinal, _) =>
        {
            if ((moment, ordinal) == (Moment.Batch, 2))
            {
                await using ServiceProvider second = rig.BuildServices();
                refused = await Record.ExceptionAsync(
                    () => second.GetRequiredService<RunEngine>().RunAsync(rig.Action, rig.Settings, CancellationToken.None));
            }

            return false;
        };
        RunReport report = await rig.RunAsync();
        Assert.IsType<RunLockedException>(refused);
        rig.AssertComplete(report);
        Assert.Equal(1, report.Summary.Run.Legs);
    }

    [Fact]
    public async Task Run_NoRoomAtTheStart_ThrowsAndMakesNoLedger()
    {
        await using RunRig rig = await RunRig.StartAsync(3);
        rig.Settings.MinFreeBytes = long.MaxValue;
        LedgerException full = await Assert.ThrowsAsync<LedgerException>(rig.RunAsync);
        Assert.Equal(LedgerFault.DiskFull, full.Fault);
        Assert.False(File.Exists(rig.Settings.LedgerPath));
    }

    [Theory]
    [InlineData(Moment.List, 4)]
    [InlineData(Moment.Batch, 4)]
    public async Task Run_DiskFillsUp_EndsAndGoesOnWhenThereIsRoom(Moment moment, int ordinal)
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        rig.Settings.Concurrency = 4;
        rig.At = (what, count) => rig.Settings.MinFreeBytes = (what, count) == (moment, ordinal) ? long.MaxValue : rig.Settings.MinFreeBytes;
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.DiskFull, LegOutcome.GaveUp, 0L), (report.End, report.Summary.Run.LastLegOutcome, report.Summary.Failed));
        Assert.True(report.Summary.Seen < 60 || report.Summary.Pending > 0);
        rig.At = null;
        rig.Settings.MinFreeBytes = 0;
        rig.AssertComplete(await rig.RunAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_NewerLegTookOver_WritesNothingMore(bool listFailsBefore)
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        rig.Settings.ListAttempts = 1;
        TaskCompletionSource listFailed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Answer = async (moment, ordinal, context) =>
        {
            if (listFailsBefore && (moment, ordinal) == (Moment.List, 3))
            {
                await RunRig.SayAsync(context, 500);
                listFailed.SetResult();
                return true;
            }

            if ((moment, ordinal) == (Moment.Batch, 4))
            {
                await (listFailsBefore ? listFailed.Task : Task.CompletedTask).WaitAsync(TimeSpan.FromSeconds(5), RunRig.Token);
                using RunLedger other = rig.Write();
                other.BeginLeg("site", LegOwner.Current());
            }

            return false;
        };
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Fenced, 15L, 2), (report.End, report.Summary.New, report.Summary.Run.Legs));
        Assert.Null(report.Summary.Run.LastLegOutcome);
        rig.Answer = null;
        rig.AssertComplete(await rig.RunAsync());
    }

    [Fact]
    public async Task Run_BugInTheAccount_ThrowsMarksTheLegAndIsReportedNextTime()
    {
        await using RunRig rig = await RunRig.StartAsync(30);
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.Batch, 2))
            {
                rig.Tamper("DELETE FROM items WHERE key = 'k006'");
            }
        };
        await Assert.ThrowsAsync<ArgumentException>(rig.RunAsync);
        Assert.Equal(LegOutcome.Faulted, rig.LastLegOutcome());

        // The list has shown it, and no item stands for it: the run is not declared over.
        rig.At = null;
        RunReport report = await rig.RunAsync();
        Assert.NotEmpty(report.Mismatches);
        Assert.Null(report.Summary.Run.FinishedAt);
        Assert.Equal(LegOutcome.Faulted, report.Summary.Run.LastLegOutcome);
    }

    [Fact]
    public async Task Run_SessionClosedBySomeoneElse_IsABug()
    {
        await using RunRig rig = await RunRig.StartAsync(30);
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.Batch, 2))
            {
                _ = rig.Services!.GetRequiredService<ISessionManager>().DisposeAsync().AsTask();
            }
        };
        Assert.False((await Assert.ThrowsAsync<SessionUnavailableException>(rig.RunAsync)).GaveUp);
        Assert.Equal(LegOutcome.Faulted, rig.LastLegOutcome());
        rig.At = null;
        rig.AssertComplete(await rig.RunAsync());
    }

    private static Action<Moment, int> CancelAt(CancellationTokenSource stop, Moment moment, int ordinal) => (what, count) =>
    {
        if ((what, count) == (moment, ordinal))
        {
            stop.Cancel();
        }
    };
}

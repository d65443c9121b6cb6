using System.Collections.Concurrent;

namespace Holdfast.Actions.Tests.Running;

/// <summary>The order of the rings around a fetch, as a run shows it.</summary>
public sealed class WorkPipelineTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(20);

    /// <summary>Attempts are outside of the turn: a suspect that waits for its second attempt lets the others go on.</summary>
    [Fact]
    public async Task Run_SuspectWaitsForItsNextAttempt_EverythingElseIsFetchedMeanwhile()
    {
        await using RunRig rig = await RunRig.StartAsync(20);
        using CancellationTokenSource stop = new(s_deadline);
        rig.Settings.Concurrency = 2;
        rig.Settings.BatchSize = 1;
        rig.Settings.RetryDelay = TimeSpan.FromMinutes(5);
        int asked = 0;
        rig.Answer = (moment, _, context) =>
        {
            if (moment != Moment.Batch || context.Request.Query["keys"] != "k001")
            {
                return Task.FromResult(false);
            }

            if (Interlocked.Increment(ref asked) > 1)
            {
                return RunRig.SayAsync(context, 500);
            }

            rig.Kill();
            return Task.FromResult(false);
        };
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.AfterCommit, 19))
            {
                stop.Cancel();
            }
        };
        RunReport report = await rig.RunUntilAsync(stop.Token);

        rig.AssertHonest(report);
        Assert.Equal((RunEnd.Stopped, 19L, 1L), (report.End, report.Summary.New, report.Summary.Pending));
        Assert.Equal(2, asked);
    }

    /// <summary>Generations are outside of the turn: a page whose sessions die gives its turn back each time, and the suspects of its deaths are tried
    /// before they are many.</summary>
    [Fact]
    public async Task Run_PageKillsAgainAndAgain_SuspectIsTriedInBetween()
    {
        await using RunRig rig = await RunRig.StartAsync(20);
        rig.Settings.BatchSize = 10;
        ConcurrentQueue<string> order = new();
        TaskCompletionSource batchIsOut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int pages = 0;
        rig.Answer = async (moment, ordinal, context) =>
        {
            switch (moment)
            {
                case Moment.Batch when ordinal == 1:
                    batchIsOut.SetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    return true;
                case Moment.Batch when ordinal == 2:
                    order.Enqueue("suspect");
                    return false;
                case Moment.List when context.Request.Query["page"] == "2":
                    await batchIsOut.Task.WaitAsync(s_deadline, RunRig.Token);
                    order.Enqueue("page");
                    if (Interlocked.Increment(ref pages) <= 5)
                    {
                        rig.Kill();
                    }

                    return false;
                default:
                    return false;
            }
        };
        RunReport report = await rig.RunAsync();

        rig.AssertComplete(report, deaths: 5);
        Assert.InRange(order.ToList().IndexOf("suspect"), 1, 4);
    }
}

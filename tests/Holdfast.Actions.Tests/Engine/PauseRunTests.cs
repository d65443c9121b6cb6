using System.Collections.Concurrent;
using System.Globalization;
using Holdfast.Actions.Tests.Running;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Actions.Tests.Engine;

/// <summary>A site that asks for a pause while a run is under way, or just before it goes on.</summary>
public sealed class PauseRunTests
{
    private readonly ConcurrentQueue<(string Path, TimeSpan At)> _calls = new();
    private readonly long _began = TimeProvider.System.GetTimestamp();

    [Fact]
    public async Task Run_RefusedInTheMiddle_WaitsGoesOnAndTellsIt()
    {
        await using RunRig rig = await RunRig.StartAsync(15);
        TimeSpan refused = TimeSpan.Zero;
        rig.Answer = (moment, ordinal, context) =>
        {
            Note(context);
            if (moment != Moment.Batch || ordinal != 2)
            {
                return Task.FromResult(false);
            }

            refused = Now;
            return RefuseAsync(context, 2);
        };

        RunReport report = await rig.RunAsync();

        rig.AssertComplete(report);
        AssertQuiet("/records", refused, TimeSpan.FromSeconds(2));
        using RunLedger ledger = rig.Read();
        StoredPause pause = Assert.Single(ledger.ReadPauses(report.Summary.Run.RunId));
        Assert.Equal((1, 429, $"{rig.Site.Address.Authority}/records", 1), (pause.Epoch, pause.Status, pause.Endpoint, pause.Number));
        Assert.Equal(TimeSpan.FromSeconds(2), pause.Until - pause.AskedAt);
        Assert.Equal((1L, true), (pause.Sent, pause.PerMinute is > 0));
        Assert.Equal(1, report.Summary.Pauses.Count);
        Assert.Equivalent(pause, report.Summary.Pauses.Last);
        Assert.InRange(report.Summary.Pauses.Duration, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(2.1));
    }

    [Fact]
    public async Task Run_StartedAgainWithinThePause_WaitsForItsEndAndKeepsThePace()
    {
        await using RunRig rig = await RunRig.StartAsync(20);
        rig.Settings.DrainTimeout = TimeSpan.Zero;
        using CancellationTokenSource drain = new();
        TimeSpan refused = TimeSpan.Zero;
        rig.Answer = async (moment, ordinal, context) =>
        {
            Note(context);
            if (moment != Moment.Batch || ordinal != 3)
            {
                return false;
            }

            refused = Now;
            await RefuseAsync(context, 3);
            drain.CancelAfter(TimeSpan.FromMilliseconds(300));
            return true;
        };

        RunReport first = await rig.RunUntilAsync(drain.Token);
        Assert.Equal(RunEnd.Stopped, first.End);
        double perMinute = first.Summary.Pauses.Last!.PerMinute!.Value;
        RunReport second = await rig.RunAsync();

        rig.AssertComplete(second);
        Assert.Equal(2, second.Summary.Run.Legs);
        AssertQuiet("/records", refused, TimeSpan.FromSeconds(3));

        // Two were let through before it, within a second: from then on it is one.
        Assert.InRange(perMinute, 20, 60);
        TimeSpan[] after = [.. _calls.Where(call => call.Path == "/records" && call.At > refused).Select(call => call.At)];
        Assert.Equal(2, after.Length);
        Assert.All(after.Zip(after.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(0.95)));
    }

    /// <summary>The question who we are is asked before anything else: at a site that wants a pause, that is no failed opening.</summary>
    [Fact]
    public async Task Run_QuestionRefusedAtTheStart_OpensAfterThePauseWithTheSameBrowser()
    {
        await using RunRig rig = await RunRig.StartAsync(5);
        rig.ConfigureSession = session => session.Recovery.MaxRestarts = 0;
        TimeSpan refused = TimeSpan.Zero;
        rig.Answer = (moment, ordinal, context) =>
        {
            Note(context);
            if (moment != Moment.WhoAmI || ordinal != 1)
            {
                return Task.FromResult(false);
            }

            refused = Now;
            return RefuseAsync(context, 1);
        };

        RunReport report = await rig.RunAsync();

        rig.AssertComplete(report);
        AssertQuiet("/me", refused, TimeSpan.FromSeconds(1));
        Assert.Equal(1, rig.Sessions.Launch.Calls);
    }

    private TimeSpan Now => TimeProvider.System.GetElapsedTime(_began);

    private void Note(HttpContext context) => _calls.Enqueue((context.Request.Path, Now));

    private static Task<bool> RefuseAsync(HttpContext context, int seconds)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return RunRig.SayAsync(context, 429);
    }

    private void AssertQuiet(string path, TimeSpan from, TimeSpan length) => Assert.DoesNotContain(
        _calls, call => call.Path == path && call.At > from && call.At < from + length);
}

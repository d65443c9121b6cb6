using Holdfast.Actions.Tests.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Engine;

/// <summary>What happens to the session beside a leg's work is told when it stands in the ledger, and before the leg's last event.</summary>
public sealed class LegRecordsTests
{
    // How long what must not come is waited for.
    private static readonly TimeSpan s_while = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Observe_Pause_StandsInTheLedgerByThen()
    {
        await using RunRig rig = await RunRig.StartAsync(10);
        using ManualResetEventSlim told = new();
        bool isRefused = false;
        bool? wasKept = null;
        rig.Configure = holdfast => holdfast.Services.AddSingleton<IRunObserver>(new Watcher(happened =>
        {
            if (happened is PauseRecorded { Pause: { } pause })
            {
                wasKept = rig.Number("SELECT count(*) FROM pauses") == 1;
                Assert.Equal(429, pause.Status);
                told.Set();
            }
        }));
        rig.At = (moment, _) =>
        {
            if (moment == Moment.InTransaction && Volatile.Read(ref isRefused))
            {
                told.Wait(s_while, RunRig.Token);
            }
        };
        rig.Answer = async (moment, ordinal, context) =>
        {
            if (moment != Moment.Batch || ordinal != 1)
            {
                return false;
            }

            Volatile.Write(ref isRefused, true);
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "1";
            await context.Response.CompleteAsync();
            return true;
        };

        rig.AssertComplete(await rig.RunAsync());
        Assert.True(wasKept);
    }

    [Fact]
    public async Task Observe_IncidentIsToldSlowly_IsBeforeTheEnd()
    {
        await using RunRig rig = await RunRig.StartAsync(5);
        using ManualResetEventSlim ended = new();
        bool? wasInTime = null;
        rig.Configure = holdfast => holdfast.Services.AddSingleton<IRunObserver>(new Watcher(happened =>
        {
            switch (happened)
            {
                case IncidentRecorded { Incident.Outcome: IncidentOutcome.Recovered }:
                    wasInTime = !ended.Wait(s_while, RunRig.Token);
                    break;
                case RunEnded:
                    ended.Set();
                    break;
            }
        }));
        rig.At = (moment, ordinal) =>
        {
            if ((moment, ordinal) == (Moment.Batch, 1))
            {
                rig.Kill();
            }
        };

        rig.AssertComplete(await rig.RunAsync(), deaths: 1);
        Assert.True(wasInTime);
    }

    private sealed class Watcher(Action<RunEvent> watch) : IRunObserver
    {
        public void Observe(RunEvent happened) => watch(happened);
    }
}

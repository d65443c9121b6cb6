using Holdfast.Actions.Tests.Running;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Send;

/// <summary>An effect that is sent beside another run on the same session.</summary>
public sealed class SharedSendTests
{
    /// <summary>The other run killed the session: that says nothing about the effect.</summary>
    [Fact]
    public async Task Run_AnotherRunKillsTheSessionUnderAnEffect_IsSentAgainAndNotBlamed()
    {
        await using ManyRunsRig rig = new();
        (_, ScriptedProvider<ScriptedTab> browser) = await rig.AddAsync(name: null, entries: 5);
        SendOne send = new();
        SiteGather gather = new()
        {
            Fetch = async (context, batch, token) =>
            {
                await send.Began.Task.WaitAsync(TimeSpan.FromSeconds(30), token);
                if (!send.IsBroken)
                {
                    send.IsBroken = true;
                    browser.Die();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                }

                return await SiteGather.FetchBatchAsync(context, batch, token);
            },
        };
        RunSettings settings = rig.Settings("sends");
        settings.QuarantineAfter = 1;
        settings.SettleTime = TimeSpan.Zero;

        Task<RunReport> gathering = rig.RunAsync(action: gather);
        RunReport report = await rig.Services.GetRequiredService<RunEngine>().RunAsync(send, settings, RunRig.Token)
            .WaitAsync(TimeSpan.FromSeconds(60), RunRig.Token);

        Assert.Equal((RunEnd.Completed, 1L, 0L), (report.End, report.Summary.Effects!.Confirmed, report.Summary.Effects.Failed));
        Assert.Equal(RunEnd.Completed, (await gathering).End);
        Assert.Equal(2, send.Sendings);
    }

    /// <summary>Sends one message, whose first sending ends with the session.</summary>
    private sealed class SendOne : SendAction<string>
    {
        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public volatile bool IsBroken;

        public int Sendings { get; private set; }

        public override Task<EffectPage<string>> PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken) =>
            Task.FromResult(new EffectPage<string>([new Effect<string>("only", "text")]));

        public override async Task<Sent> SendAsync(SendContext context, Effect<string> effect, CancellationToken cancellationToken)
        {
            Sendings++;
            Began.TrySetResult();
            if (!IsBroken)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return Sent.Done();
        }

        public override Task<EffectVerdict> VerifyAsync(SendContext context, Effect<string> effect, CancellationToken cancellationToken) =>
            Task.FromResult(EffectVerdict.NotDone);
    }
}

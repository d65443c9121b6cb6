using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Send;

/// <summary>The daily budget is counted from the ledger, and effects are spread over the minute.</summary>
public sealed class SendLimitTests
{
    [Fact]
    public async Task Run_BudgetUsedUp_EndsAndSaysWhenItMayGoOn()
    {
        PostSite site = new();
        WallClock clock = new();
        await using ScriptedRun run = new(site.Handler) { Time = clock };
        SendPosts action = new() { Budget = 8 };
        RunReport report = await run.RunAsync(action);
        Assert.Equal((RunEnd.BudgetUsedUp, 8L, 8), (report.End, report.Summary.Effects!.Confirmed, site.Taken.Count));
        Assert.Empty(report.Mismatches);
        Assert.Contains("8 were begun", report.Reason, StringComparison.Ordinal);

        // Starting again does not cheat it.
        clock.Ahead = TimeSpan.FromHours(23);
        Assert.Equal(RunEnd.BudgetUsedUp, (await run.RunAsync(action)).End);
        Assert.Equal(8, site.Taken.Count);

        clock.Ahead = TimeSpan.FromHours(24.1);
        Assert.Equal((RunEnd.BudgetUsedUp, 16), ((await run.RunAsync(action)).End, site.Taken.Count));
        clock.Ahead = TimeSpan.FromHours(48.2);
        report = await run.RunAsync(action);
        Assert.Equal((RunEnd.Completed, 20, 4), (report.End, site.Taken.Count, report.Summary.Run.Legs));
    }

    [Fact]
    public async Task Run_Rate_SpreadsTheEffects()
    {
        PostSite site = new() { Messages = 4 };
        await using ScriptedRun run = new(site.Handler);
        long started = TimeProvider.System.GetTimestamp();
        Assert.Equal(RunEnd.Completed, (await run.RunAsync(new SendPosts { Rate = 600 })).End);

        // Three waits of 100 ms each; never less.
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(290));
    }

    /// <summary>Starting again sends nothing early: the next leg waits for what is left of the interval.</summary>
    [Fact]
    public async Task Run_RateAndAnotherLeg_WaitsAcrossTheLegs()
    {
        PostSite site = new() { Messages = 2 };
        await using ScriptedRun run = new(site.Handler);
        List<long> sent = [];
        using CancellationTokenSource stop = new();
        site.Post = (_, _) =>
        {
            sent.Add(TimeProvider.System.GetTimestamp());
            return null;
        };
        run.At(ScriptedMoment.Commit, 1, stop.Cancel);
        Assert.Equal(RunEnd.Stopped, (await run.RunUntilAsync(new SendPosts { Rate = 30 }, stop.Token)).End);
        Assert.Equal(RunEnd.Completed, (await run.RunAsync(new SendPosts { Rate = 30 })).End);
        Assert.True(TimeProvider.System.GetElapsedTime(sent[0], sent[1]) >= TimeSpan.FromMilliseconds(1900));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(null, 0.0)]
    public async Task Run_LimitOfNothing_SaysWhatIsWrong(int? budget, double? rate)
    {
        await using ScriptedRun run = new(new PostSite().Handler);
        InvalidOperationException wrong = await Assert.ThrowsAsync<InvalidOperationException>(
            () => run.RunAsync(new SendPosts { Budget = budget, Rate = rate }));
        Assert.Contains(budget is null ? "PerMinute of action 'send-posts'" : "PerDay of action 'send-posts'", wrong.Message, StringComparison.Ordinal);
    }

    /// <summary>The system's clock, with another date on the wall.</summary>
    private sealed class WallClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}

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

    /// <summary>The system's clock, with another date on the wall.</summary>
    private sealed class WallClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}

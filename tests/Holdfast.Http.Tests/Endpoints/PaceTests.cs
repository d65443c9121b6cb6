namespace Holdfast.Http.Tests;

public sealed class PaceTests
{
    [Theory]
    [InlineData(100, 10, 2.5, null, 7.6)]
    [InlineData(100, 10, 0, null, 9.5)]
    [InlineData(100, 10, 120, null, 5)]
    [InlineData(100, 10, 120, 4.0, 2)]
    [InlineData(100, 10, 120, 40.0, 5)]
    [InlineData(4, 0.01, 10, null, 2)]
    [InlineData(1, 60, 1, null, Pace.Slowest)]
    public void After_Refusal_TakesAwayWhatItCostAndHalfAtMost(long sent, double seconds, double pause, double? before, double expected) =>
        Assert.Equal(
            expected,
            Pace.After(sent, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(pause), before is { } pace ? Pace.Of(pace) : null)!.PerSecond,
            1e-9);

    [Fact]
    public void After_NothingWasLetThrough_TeachesNothing()
    {
        Assert.Null(Pace.After(0, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), null));
        Pace before = Pace.Of(3);
        Assert.Same(before, Pace.After(0, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), before));
    }

    [Fact]
    public void Passed_AMinutesWorthOfCalls_AddsATwentiethOfWhatWasRefused()
    {
        Pace pace = Pace.After(40, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(120), null)!;
        for (int call = 1; call < 120; call++)
        {
            pace = pace.Passed();
        }

        Assert.Equal(2, pace.PerSecond);
        pace = pace.Passed();
        Assert.Equal(2.2, pace.PerSecond, 1e-9);
        for (int call = 0; call < 132; call++)
        {
            pace = pace.Passed();
        }

        // Additive: the second step is as large as the first.
        Assert.Equal(2.4, pace.PerSecond, 1e-9);
        Assert.Equal(1 / 2.4, pace.Gap.TotalSeconds, 1e-6);
    }

    /// <summary>Refusals that have nothing to do with our pace, such as an account that is shared, must not bring a long job to a halt.</summary>
    [Fact]
    public void Rule_ShortPausesNowAndThen_CostLittle()
    {
        Pace pace = Pace.Of(20);
        for (int refusal = 0; refusal < 40; refusal++)
        {
            for (int call = 0; call < 2 * 60 * pace.PerSecond; call++)
            {
                pace = pace.Passed();
            }

            pace = Pace.After((long)(60 * pace.PerSecond), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1), pace)!;
        }

        Assert.True(pace.PerSecond >= 15, $"{pace.PerSecond} a second");
    }

    /// <summary>A site that takes 10 calls in each 10 s: after a few refusals the pace stays near its limit, and most calls get through.</summary>
    [Fact]
    public void Rule_AgainstAFixedWindow_SettlesNearTheLimit()
    {
        EndpointBudget budget = new("x");
        TimeSpan now = TimeSpan.Zero;
        List<(TimeSpan At, bool Refused)> calls = [];
        while (now < TimeSpan.FromMinutes(30))
        {
            TimeSpan wait = budget.Take(now);
            if (wait > TimeSpan.Zero)
            {
                now += wait;
                continue;
            }

            Assert.True(budget.TrySend(now));
            long window = now.Ticks / TimeSpan.FromSeconds(10).Ticks;
            bool refused = calls.Count(call => !call.Refused && call.At.Ticks / TimeSpan.FromSeconds(10).Ticks == window) >= 10;
            calls.Add((now, refused));
            if (refused)
            {
                budget.Hold(now, TimeSpan.FromSeconds(10 * (window + 1)) - now, teaches: true);
            }
            else
            {
                budget.Passed(now);
            }

            now += TimeSpan.FromMilliseconds(50);
        }

        (TimeSpan At, bool Refused)[] settled = [.. calls.Where(call => call.At > TimeSpan.FromMinutes(2))];
        Assert.InRange(settled.Count(call => !call.Refused), 28 * 60 * 8 / 10, 28 * 60);
        Assert.InRange(settled.Count(call => call.Refused), 0, 28);
    }
}

namespace Holdfast.Tests;

public sealed class RestartIntensityTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public void TryTake_OneMoreThanAllowed_IsRefused()
    {
        RestartIntensity intensity = Make(3);
        Assert.Equal([true, true, true, false, false], Take(intensity, 5));
    }

    [Fact]
    public void TryTake_NoneAllowed_IsRefusedAtOnce() => Assert.False(Make(0).TryTake());

    [Fact]
    public void TryTake_OldestLeavesTheWindow_AllowsOneAgain()
    {
        RestartIntensity intensity = Make(2);
        Assert.True(intensity.TryTake());
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.True(intensity.TryTake());
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.False(intensity.TryTake());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([true, false], Take(intensity, 2));
    }

    /// <summary>A tumbling window, as Akka's, starts anew at its end: a burst before and one after it, twice the intensity, both pass.</summary>
    [Fact]
    public void TryTake_BurstsAroundTheEndOfATumblingWindow_AreOneBurst()
    {
        RestartIntensity intensity = Make(3);
        Assert.True(intensity.TryTake());
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal([true, true], Take(intensity, 2));
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([true, false, false], Take(intensity, 3));
    }

    [Fact]
    public void Reset_ForgetsEarlierRestarts()
    {
        RestartIntensity intensity = Make(1);
        Assert.True(intensity.TryTake());
        intensity.Reset();
        Assert.Equal([true, false], Take(intensity, 2));
    }

    /// <summary>Against a plain recount, for many random schedules.</summary>
    [Fact]
    public void TryTake_RandomSchedules_NeverAllowsMoreThanTheWindowHolds()
    {
        Random random = new(99);
        for (int run = 0; run < 50; run++)
        {
            int max = random.Next(1, 5);
            RestartIntensity intensity = Make(max);
            List<DateTimeOffset> taken = [];
            for (int i = 0; i < 100; i++)
            {
                _clock.Advance(TimeSpan.FromSeconds(random.Next(0, 30)));
                int inWindow = taken.Count(at => _clock.GetUtcNow() - at <= TimeSpan.FromMinutes(1));
                Assert.Equal(inWindow < max, intensity.TryTake());
                if (inWindow < max)
                {
                    taken.Add(_clock.GetUtcNow());
                }
            }
        }
    }

    private RestartIntensity Make(int max) => new(max, TimeSpan.FromMinutes(1), _clock);

    private static bool[] Take(RestartIntensity intensity, int times) => [.. Enumerable.Range(0, times).Select(_ => intensity.TryTake())];
}

using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Tests;

public sealed class PulseTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(1, 1, 1, null, null)]
    [InlineData(1, 3, 3, null, null)]
    [InlineData(1, 61, 61, 60.0, false)]
    [InlineData(1, 1, 2761, 2760.0, true)]
    [InlineData(1, 0.5, 0.5, null, null)]
    [InlineData(1, 1, -3600, null, null)]
    public void Judge_TellsStoppedFromAsleep(double planned, double elapsed, double wall, double? lasted, bool? asleep)
    {
        Suspension? suspension = Pulse.Judge(
            DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(planned), TimeSpan.FromSeconds(elapsed), TimeSpan.FromSeconds(wall), s_limit);

        Assert.Equal(lasted is { } seconds ? TimeSpan.FromSeconds(seconds) : null, suspension?.Duration);
        Assert.Equal(asleep, suspension?.Asleep);
    }

    [Fact]
    public void End_MeasuresFromTheLastBeginning()
    {
        FakeTimeProvider time = new();
        Pulse pulse = new(s_limit, time);
        time.Advance(TimeSpan.FromHours(1));
        pulse.Begin();
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(pulse.End(TimeSpan.FromSeconds(1)));
        pulse.Begin();
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(9), pulse.End(TimeSpan.FromSeconds(1))?.Duration);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void End_ClockIsSet_IsNoSleepAndIsTold(int seconds)
    {
        TestClock clock = new();
        Pulse pulse = new(s_limit, clock);
        clock.Advance(TimeSpan.FromSeconds(1));
        clock.Set(TimeSpan.FromSeconds(seconds));

        Assert.Null(pulse.End(TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(seconds), pulse.ClockSetBy);
        pulse.Begin();
        Assert.Null(pulse.End(TimeSpan.FromSeconds(1)));
        Assert.Null(pulse.ClockSetBy);
    }

    /// <summary>A machine that wakes up has its clock corrected: the sleep is as long as it was.</summary>
    [Fact]
    public void End_ClockIsSetInASleep_TellsBoth()
    {
        TestClock clock = new();
        Pulse pulse = new(s_limit, clock);
        clock.Sleep(TimeSpan.FromMinutes(10));
        clock.Set(TimeSpan.FromHours(-2));

        Suspension? suspension = pulse.End(TimeSpan.FromSeconds(1));

        Assert.Equal((TimeSpan.FromMinutes(10), true), (suspension!.Duration, suspension.Asleep));
        Assert.Equal(TimeSpan.FromHours(-2), pulse.ClockSetBy);
    }

    [Fact]
    public void BootClock_OfTheSystem_RunsAsTheMonotonicOneDoes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the time since the boot.");
        TimeSpan first = BootClock.Of(TimeProvider.System)!.Value;
        long began = TimeProvider.System.GetTimestamp();
        SpinWait.SpinUntil(() => BootClock.Of(TimeProvider.System) > first);

        TimeSpan passed = BootClock.Of(TimeProvider.System)!.Value - first;

        Assert.InRange(passed - TimeProvider.System.GetElapsedTime(began), TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void BootClock_OfAnUnknownProvider_IsNone() => Assert.Null(BootClock.Of(new FakeTimeProvider()));
}

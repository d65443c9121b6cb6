using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Tests;

public sealed class PulseTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

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
            DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(planned), TimeSpan.FromSeconds(elapsed), TimeSpan.FromSeconds(wall), Limit);

        Assert.Equal(lasted is { } seconds ? TimeSpan.FromSeconds(seconds) : null, suspension?.Duration);
        Assert.Equal(asleep, suspension?.Asleep);
    }

    [Fact]
    public void End_MeasuresFromTheLastBeginning()
    {
        FakeTimeProvider time = new();
        Pulse pulse = new(Limit, time);
        time.Advance(TimeSpan.FromHours(1));
        pulse.Begin();
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(pulse.End(TimeSpan.FromSeconds(1)));
        pulse.Begin();
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(9), pulse.End(TimeSpan.FromSeconds(1))?.Duration);
    }
}

using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

public sealed class StopSignalsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _calls = [];

    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGHUP)]
    public void First_Stops(PosixSignal signal)
    {
        using StopSignals signals = Make();
        signals.Handle(signal);

        Assert.True(signals.Stop.IsCancellationRequested);
        Assert.Equal([$"stop {signal}"], _calls);
    }

    [Fact]
    public void SecondCtrlC_EndsAtOnce()
    {
        using StopSignals signals = Make();
        signals.Handle(PosixSignal.SIGTERM);
        _time.Advance(StopPolicy.SamePress);
        signals.Handle(PosixSignal.SIGINT);

        Assert.True(signals.IsEndingAtOnce);
        Assert.Equal(["stop SIGTERM", "end"], _calls);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, 499)]
    [InlineData(PosixSignal.SIGTERM, 60_000)]
    [InlineData(PosixSignal.SIGHUP, 60_000)]
    public void SamePressOrServiceManager_DoesNotEndAtOnce(PosixSignal second, int milliseconds)
    {
        using StopSignals signals = Make();
        signals.Handle(PosixSignal.SIGINT);
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        signals.Handle(second);

        Assert.False(signals.IsEndingAtOnce);
        Assert.Single(_calls);
    }

    [Fact]
    public void Stopping_IsTimed()
    {
        using StopSignals signals = Make();
        Assert.Null(signals.Stopping);
        signals.Handle(PosixSignal.SIGINT);
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(TimeSpan.FromSeconds(7), signals.Stopping);
    }

    private StopSignals Make() => new(_time, signal => _calls.Add($"stop {signal}"), () => _calls.Add("end"));
}

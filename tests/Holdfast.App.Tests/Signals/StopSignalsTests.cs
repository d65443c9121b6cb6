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
    public void First_Drains(PosixSignal signal)
    {
        using StopSignals signals = Make();
        signals.Handle(signal);

        Assert.True(signals.Drain.IsCancellationRequested);
        Assert.Equal([$"drain {signal}"], _calls);
    }

    [Fact]
    public void SecondCtrlC_EndsAtOnce()
    {
        using StopSignals signals = Make();
        signals.Handle(PosixSignal.SIGTERM);
        _time.Advance(StopPolicy.SamePress);
        signals.Handle(PosixSignal.SIGINT);

        Assert.True(signals.IsEndingAtOnce);
        Assert.Equal(["drain SIGTERM", "end"], _calls);
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
    public void Draining_IsTimed()
    {
        using StopSignals signals = Make();
        Assert.Null(signals.Draining);
        signals.Handle(PosixSignal.SIGINT);
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(TimeSpan.FromSeconds(7), signals.Draining);
    }

    private StopSignals Make() => new(_time, signal => _calls.Add($"drain {signal}"), () => _calls.Add("end"));
}

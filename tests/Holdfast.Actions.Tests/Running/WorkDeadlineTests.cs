using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Actions.Tests.Running;

public sealed class WorkDeadlineTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Token_WithoutWaits_EndsAtTheTimeout()
    {
        using WorkDeadline deadline = new(Minutes(20), _time);
        Assert.False(PassesOver(deadline, Minutes(20)));
    }

    [Fact]
    public void Token_WhileSeveralWait_TheTimeStandsStillUntilTheLastHasWaited()
    {
        using WorkDeadline deadline = new(Minutes(20), _time);
        _time.Advance(Minutes(15));
        IDisposable first = deadline.BeginWait();
        _time.Advance(Minutes(60));
        IDisposable second = deadline.BeginWait();
        first.Dispose();
        _time.Advance(Minutes(60));
        second.Dispose();
        Assert.False(PassesOver(deadline, Minutes(5)));
    }

    [Fact]
    public void Token_EndedAlready_StaysSo()
    {
        using WorkDeadline deadline = new(Minutes(20), _time);
        _time.Advance(Minutes(20));
        deadline.BeginWait().Dispose();
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Token_NoLimit_NeverEnds()
    {
        using WorkDeadline deadline = new(Timeout.InfiniteTimeSpan, _time);
        _time.Advance(Minutes(1000));
        deadline.BeginWait().Dispose();
        _time.Advance(Minutes(1000));
        Assert.False(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Wait_OutlivesTheWork_DoesNothing()
    {
        WorkDeadline deadline = new(Minutes(20), _time);
        IDisposable wait = deadline.BeginWait();
        deadline.Dispose();
        deadline.BeginWait().Dispose();
        wait.Dispose();
        Assert.False(deadline.Token.IsCancellationRequested);
    }

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    /// <returns>True when it has not ended just then.</returns>
    private bool PassesOver(WorkDeadline deadline, TimeSpan left)
    {
        _time.Advance(left - TimeSpan.FromMilliseconds(1));
        bool early = deadline.Token.IsCancellationRequested;
        _time.Advance(TimeSpan.FromMilliseconds(1));
        return early || !deadline.Token.IsCancellationRequested;
    }
}

namespace Holdfast.Concurrency.Tests;

/// <summary>The system's clock; asking it is a scheduling point.</summary>
internal sealed class PointClock : TimeProvider
{
    public override long GetTimestamp()
    {
        Schedule.Point("clock", 0);
        return base.GetTimestamp();
    }

    public override DateTimeOffset GetUtcNow()
    {
        Schedule.Point("wall clock", 0);
        return base.GetUtcNow();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Schedule.Point("timer", 0);
        return base.CreateTimer(callback, state, dueTime, period);
    }
}

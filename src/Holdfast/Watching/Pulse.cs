namespace Holdfast;

/// <summary>Our own pulse: tells whether this program ran when it should have. Judge yourself first.</summary>
/// <param name="limit">How much later than planned a wait may end.</param>
/// <param name="time">The clock.</param>
internal sealed class Pulse(TimeSpan limit, TimeProvider time)
{
    private long _began = time.GetTimestamp();
    private DateTimeOffset _wallBegan = time.GetUtcNow();
    private TimeSpan? _bootBegan = BootClock.Of(time);

    /// <summary>By how much the wall clock was set while the last wait lasted, negative when it was set back; null when it was not set by more than
    /// the limit, or when that cannot be told from a sleep.</summary>
    public TimeSpan? ClockSetBy { get; private set; }

    /// <summary>A wait begins.</summary>
    public void Begin() => (_began, _wallBegan, _bootBegan) = (time.GetTimestamp(), time.GetUtcNow(), BootClock.Of(time));

    /// <summary>How much later than planned it is since the wait began; negative when it is earlier.</summary>
    /// <param name="planned">How long the wait should have taken at most.</param>
    public TimeSpan Late(TimeSpan planned) => time.GetElapsedTime(_began) - planned;

    /// <summary>The wait has ended.</summary>
    /// <param name="planned">How long it should have taken at most.</param>
    /// <returns>The suspension that it was late by; null when it was in time.</returns>
    public Suspension? End(TimeSpan planned)
    {
        DateTimeOffset now = time.GetUtcNow();
        TimeSpan wall = now - _wallBegan;
        TimeSpan? boot = BootClock.Of(time) - _bootBegan;
        ClockSetBy = boot is { } passed && (wall - passed).Duration() > limit ? wall - passed : null;
        return Judge(now, planned, time.GetElapsedTime(_began), boot ?? wall, limit);
    }

    /// <param name="now">The wall clock.</param>
    /// <param name="planned">How long the wait should have taken at most.</param>
    /// <param name="elapsed">How long it took by the clock that stands still in a sleep.</param>
    /// <param name="passed">How long it took by one that goes on.</param>
    /// <param name="limit">How much later than planned it may end.</param>
    internal static Suspension? Judge(DateTimeOffset now, TimeSpan planned, TimeSpan elapsed, TimeSpan passed, TimeSpan limit)
    {
        TimeSpan asleep = passed - elapsed;
        TimeSpan late = elapsed - planned;
        return asleep > limit ? new Suspension(now, asleep, Asleep: true)
            : late > limit ? new Suspension(now, late, Asleep: false)
            : null;
    }
}

namespace Holdfast;

/// <summary>Our own pulse: tells whether this program ran when it should have. Judge yourself first.</summary>
/// <param name="limit">How much later than planned a wait may end.</param>
/// <param name="time">The clock.</param>
internal sealed class Pulse(TimeSpan limit, TimeProvider time)
{
    private long _began = time.GetTimestamp();
    private DateTimeOffset _wallBegan = time.GetUtcNow();

    /// <summary>A wait begins.</summary>
    public void Begin() => (_began, _wallBegan) = (time.GetTimestamp(), time.GetUtcNow());

    /// <summary>How much later than planned it is since the wait began; negative when it is earlier.</summary>
    /// <param name="planned">How long the wait should have taken at most.</param>
    public TimeSpan Late(TimeSpan planned) => time.GetElapsedTime(_began) - planned;

    /// <summary>The wait has ended.</summary>
    /// <param name="planned">How long it should have taken at most.</param>
    /// <returns>The suspension that it was late by; null when it was in time.</returns>
    public Suspension? End(TimeSpan planned)
    {
        DateTimeOffset now = time.GetUtcNow();
        return Judge(now, planned, time.GetElapsedTime(_began), now - _wallBegan, limit);
    }

    internal static Suspension? Judge(DateTimeOffset now, TimeSpan planned, TimeSpan elapsed, TimeSpan wall, TimeSpan limit)
    {
        TimeSpan asleep = wall - elapsed;
        TimeSpan late = elapsed - planned;
        return asleep > limit ? new Suspension(now, asleep, Asleep: true)
            : late > limit ? new Suspension(now, late, Asleep: false)
            : null;
    }
}

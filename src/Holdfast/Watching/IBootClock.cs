namespace Holdfast;

/// <summary>A <see cref="TimeProvider"/> that also has a clock which runs while the machine sleeps and which nobody can set. It tells a sleep from a wall
/// clock that was set. The system's has one on Linux; without one, a wall clock that jumps forward is taken for a sleep.</summary>
/// <remarks>Thread safe.</remarks>
public interface IBootClock
{
    /// <summary>The time since the machine was started, sleeps included; null when it cannot be told.</summary>
    TimeSpan? SinceBoot { get; }
}

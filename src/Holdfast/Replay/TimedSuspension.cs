namespace Holdfast;

/// <summary>A time in which the program itself did not run.</summary>
/// <param name="Offset">When it began, relative to the latch.</param>
/// <param name="Duration">How long. While the machine sleeps, the offsets of the script stand still, as the monotonic clock does.</param>
/// <param name="Asleep">True when the machine slept: the wall clock ran on alone. False when the program was stopped or starved.</param>
public sealed record TimedSuspension(TimeSpan Offset, TimeSpan Duration, bool Asleep);

namespace Holdfast;

/// <summary>A time in which this program itself did not run: the machine slept, the job was stopped, or its threads starved.</summary>
/// <param name="EndedAt">When it was noticed, by the wall clock.</param>
/// <param name="Duration">How long, as far as it can be told.</param>
/// <param name="Asleep">True when the machine slept. Where no clock goes on in a sleep but the wall clock (<see cref="IBootClock"/>), one that was set
/// forward looks the same.</param>
/// <remarks>What was not answered in such a time says nothing about the session.</remarks>
public sealed record Suspension(DateTimeOffset EndedAt, TimeSpan Duration, bool Asleep);

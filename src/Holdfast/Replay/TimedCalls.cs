namespace Holdfast;

/// <summary>Calls that workers make, one after the other, on the lease that they hold since the beginning.</summary>
/// <param name="Offset">When, relative to the latch.</param>
/// <param name="Count">How many.</param>
/// <param name="Failure">What each of them fails with as long as the lease is alive; null when they succeed.</param>
/// <param name="Cause">The cause of death that the adapter's rules read from that failure; null when they read none.</param>
public sealed record TimedCalls(TimeSpan Offset, int Count, string? Failure = null, LossCause? Cause = null);

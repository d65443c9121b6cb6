namespace Holdfast;

/// <summary>From a moment on, probes are answered like this.</summary>
/// <param name="Offset">When, relative to the latch.</param>
/// <param name="Answer">The answer.</param>
public sealed record TimedProbe(TimeSpan Offset, ProbeResult Answer);

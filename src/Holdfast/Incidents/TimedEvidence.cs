namespace Holdfast;

/// <summary>Evidence with the time it came.</summary>
/// <param name="Evidence">What was seen.</param>
/// <param name="Offset">How long after the latch it came; zero for the first.</param>
public sealed record TimedEvidence(Evidence Evidence, TimeSpan Offset);

namespace Holdfast.Browsers;

/// <summary>What one layer said when it was asked for a sign of life.</summary>
/// <param name="Answered">True when it answered, or need not.</param>
/// <param name="Detail">What it said, or why it said nothing.</param>
internal sealed record ProbeAnswer(bool Answered, string Detail);

namespace Holdfast.Ledger;

/// <summary>How far a plain action is, as it said last.</summary>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is to do; null when nobody knows.</param>
/// <param name="Text">What it is at, in one line; null when it did not say.</param>
/// <param name="IsCompleted">True once the action returned and that was committed.</param>
public sealed record RunProgress(long Done, long? Total, string? Text, bool IsCompleted);

namespace Holdfast.Ledger;

/// <summary>How far a plain action is, as it said last.</summary>
public sealed record RunProgress
{
    internal RunProgress(long done, long? total, string? text, bool isCompleted) => (Done, Total, Text, IsCompleted) = (done, total, text, isCompleted);

    /// <summary>How much is done.</summary>
    public long Done { get; }

    /// <summary>How much there is to do; null when nobody knows.</summary>
    public long? Total { get; }

    /// <summary>What it is at, in one line; null when it did not say.</summary>
    public string? Text { get; }

    /// <summary>True once the action returned and that was committed.</summary>
    public bool IsCompleted { get; internal init; }
}

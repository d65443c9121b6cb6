namespace Holdfast.Actions;

/// <summary>What one leg came to, read back from the ledger. Immutable.</summary>
public sealed class RunReport
{
    internal RunReport(RunEnd end, RunSummary summary, IReadOnlyList<LedgerMismatch> mismatches, string? reason) =>
        (End, Summary, Mismatches, Reason) = (end, summary, mismatches, reason);

    /// <summary>How the leg ended.</summary>
    public RunEnd End { get; }

    /// <summary>The run's totals over all its legs.</summary>
    public RunSummary Summary { get; }

    /// <summary>Where the ledger contradicts itself; empty when it adds up. Anything else means a damaged ledger or a bug.</summary>
    public IReadOnlyList<LedgerMismatch> Mismatches { get; }

    /// <summary>Why it ended, in one clean line; null when it completed.</summary>
    public string? Reason { get; }
}

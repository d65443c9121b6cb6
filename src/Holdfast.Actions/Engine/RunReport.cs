namespace Holdfast.Actions;

/// <summary>What one leg came to, read back from the ledger.</summary>
/// <param name="End">How the leg ended.</param>
/// <param name="Summary">The run's totals over all its legs.</param>
/// <param name="Mismatches">Where the ledger contradicts itself; empty when it adds up. Anything else means a damaged ledger or a bug.</param>
/// <param name="Reason">Why it ended, in one clean line; null when it completed.</param>
public sealed record RunReport(RunEnd End, RunSummary Summary, IReadOnlyList<LedgerMismatch> Mismatches, string? Reason);

namespace Holdfast.Ledger;

/// <summary>One place where two rows of the ledger contradict each other.</summary>
/// <param name="What">What was compared.</param>
/// <param name="Key">The item or record concerned; null when it concerns the run as a whole.</param>
/// <param name="Expected">What the other rows imply.</param>
/// <param name="Found">What is there.</param>
public sealed record LedgerMismatch(string What, string? Key, string Expected, string Found);

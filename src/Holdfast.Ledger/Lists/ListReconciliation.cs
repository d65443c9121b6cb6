namespace Holdfast.Ledger;

/// <summary>How what a run saw in the list compares with what the list held when it was read last.</summary>
/// <param name="IsSettled">True when the newest reading was not disturbed and showed as many items as the site says it holds. False while the
/// list is being read, and when it moved, or showed too few, each time: then nobody knows what was hidden, and no key is called gone.</param>
/// <param name="Present">Distinct keys that the list held when it was read last.</param>
/// <param name="Gone">Keys that the run saw, and that the list did not hold any more at the end; in order.</param>
/// <param name="Late">Keys that the first reading did not show: they were added while it went on, or hidden because the list moved; in order.</param>
public sealed record ListReconciliation(bool IsSettled, long Present, IReadOnlyList<string> Gone, IReadOnlyList<string> Late);

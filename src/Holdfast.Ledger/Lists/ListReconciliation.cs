namespace Holdfast.Ledger;

/// <summary>How what a run saw in the list compares with what the list held when it was read last.</summary>
public sealed class ListReconciliation
{
    internal ListReconciliation(bool isSettled, long present, IReadOnlyList<string> gone, IReadOnlyList<string> late) =>
        (IsConsistent, Present, Gone, Late) = (isSettled, present, gone, late);

    /// <summary>True when the newest reading was not disturbed and showed as many items as the site says it holds. False while the
    /// list is being read, and when it moved, or showed too few, each time: then nobody knows what was hidden, and no key is called gone.</summary>
    public bool IsConsistent { get; }

    /// <summary>Distinct keys that the list held when it was read last.</summary>
    public long Present { get; }

    /// <summary>Keys that the run saw, and that the list did not hold any more at the end; in order.</summary>
    public IReadOnlyList<string> Gone { get; }

    /// <summary>Keys that the first reading did not show: they were added while it went on, or hidden because the list moved; in order.</summary>
    public IReadOnlyList<string> Late { get; }
}

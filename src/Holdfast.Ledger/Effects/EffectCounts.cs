namespace Holdfast.Ledger;

/// <summary>What became of the effects that a run's plan shows, counted from rows at one moment. A finished run keeps its account: what later
/// runs and later words of the user make of an effect does not change it.</summary>
/// <param name="Planned">Distinct keys that the plan's pages show, and those that earlier runs left open.</param>
/// <param name="Confirmed">They happened, in this run or before it.</param>
/// <param name="Before">Those of the confirmed that this run did nothing about: they had happened before.</param>
/// <param name="Failed">The site refused them, or failed them too often.</param>
/// <param name="InDoubt">Nobody can tell.</param>
/// <param name="Dropped">The user does not want them any more.</param>
/// <param name="Pending">Not begun yet, or not settled yet.</param>
/// <param name="Pages">Pages of the plan.</param>
/// <param name="IsPlanRead">True when the plan was read to its end.</param>
public sealed record EffectCounts(
    long Planned, long Confirmed, long Before, long Failed, long InDoubt, long Dropped, long Pending, long Pages, bool IsPlanRead)
{
    /// <summary>Effects that did not happen, or nobody knows.</summary>
    public long Missing => Failed + InDoubt + Pending;

    /// <summary>True when every key planned is in exactly one state: the two sides are counted from different rows.</summary>
    public bool AddsUp => Planned == Confirmed + Failed + InDoubt + Dropped + Pending;
}

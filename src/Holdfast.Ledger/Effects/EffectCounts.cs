namespace Holdfast.Ledger;

/// <summary>What became of the effects that a run's plan shows, counted from rows at one moment. A finished run keeps its account: what later
/// runs and later words of the user make of an effect does not change it.</summary>
public sealed class EffectCounts
{
    internal EffectCounts(
        long planned, long confirmed, long before, long failed, long inDoubt, long dropped, long pending, long pages, bool isPlanRead)
    {
        Planned = planned;
        Confirmed = confirmed;
        Before = before;
        Failed = failed;
        InDoubt = inDoubt;
        Dropped = dropped;
        Pending = pending;
        Pages = pages;
        IsPlanRead = isPlanRead;
    }

    /// <summary>Distinct keys that the plan's pages show, and those that earlier runs left open.</summary>
    public long Planned { get; }

    /// <summary>They happened, in this run or before it.</summary>
    public long Confirmed { get; }

    /// <summary>Those of the confirmed that this run did nothing about: they had happened before.</summary>
    public long Before { get; }

    /// <summary>The site refused them, or failed them too often.</summary>
    public long Failed { get; }

    /// <summary>Nobody can tell.</summary>
    public long InDoubt { get; }

    /// <summary>The user does not want them any more.</summary>
    public long Dropped { get; }

    /// <summary>Not begun yet, or not settled yet.</summary>
    public long Pending { get; }

    /// <summary>Pages of the plan.</summary>
    public long Pages { get; }

    /// <summary>True when the plan was read to its end.</summary>
    public bool IsPlanRead { get; }

    /// <summary>Effects that did not happen, or nobody knows.</summary>
    public long Missing => Failed + InDoubt + Pending;

    /// <summary>True when every key planned is in exactly one state: the two sides are counted from different rows.</summary>
    public bool AddsUp => Planned == Confirmed + Failed + InDoubt + Dropped + Pending;
}

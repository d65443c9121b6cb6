namespace Holdfast.Ledger;

/// <summary>The account of a run, counted from its rows at one moment.</summary>
public sealed record RunSummary
{
    /// <summary>The run in one line.</summary>
    public required RunInfo Run { get; init; }

    /// <summary>Distinct keys that its list pages showed.</summary>
    public required long Seen { get; init; }

    /// <summary>Items whose record is new.</summary>
    public required long New { get; init; }

    /// <summary>Items whose record changed.</summary>
    public required long Updated { get; init; }

    /// <summary>Items whose record is the same as before.</summary>
    public required long Unchanged { get; init; }

    /// <summary>Items with something missing.</summary>
    public required long Partial { get; init; }

    /// <summary>Items without a record.</summary>
    public required long Failed { get; init; }

    /// <summary>Items set aside.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Items that are gone from the site.</summary>
    public required long Removed { get; init; }

    /// <summary>Items still to be fetched.</summary>
    public required long Pending { get; init; }

    /// <summary>List pages read, in all passes.</summary>
    public required long Pages { get; init; }

    /// <summary>Where the listing stands.</summary>
    public required ListingPosition Listing { get; init; }

    /// <summary>How many items the site last said its list has; null when it never did.</summary>
    public required long? SiteTotal { get; init; }

    /// <summary>Incidents by cause; empty when there was none.</summary>
    public required IReadOnlyDictionary<string, int> Incidents { get; init; }

    /// <summary>How often and how long the program itself did not run.</summary>
    public required SuspensionTotals Suspensions { get; init; }

    /// <summary>How often and how long the site asked for pauses.</summary>
    public PauseTotals Pauses { get; init; } = PauseTotals.None;

    /// <summary>When the first list page was planned; null before that.</summary>
    public required DateTimeOffset? FirstPageAt { get; init; }

    /// <summary>When an item last changed its state; null before the first item.</summary>
    public required DateTimeOffset? LastChangeAt { get; init; }

    /// <summary>How far a plain action is; null when it has not said, and for other kinds of actions.</summary>
    public RunProgress? Progress { get; init; }

    /// <summary>What became of the effects of a send action; null for other kinds of actions, and before the plan's first page.</summary>
    public EffectCounts? Effects { get; init; }

    /// <summary>Since when a sync action reads; null for other kinds of actions.</summary>
    public SyncSpan? Sync { get; init; }

    /// <summary>How many of the action's records wait for each of its sinks elsewhere, by the sink's name, over all runs. Empty (the default) when
    /// nothing waits.</summary>
    public IReadOnlyDictionary<string, long> Waiting { get; init; } = new Dictionary<string, long>();

    /// <summary>Items of which something or everything is missing (partial, failed, quarantined and pending), and effects that are failed, in
    /// doubt or pending.</summary>
    public long Missing => MissingItems + (Effects?.Missing ?? 0);

    /// <summary>True when every key seen is in exactly one state: the two sides are counted from different rows.</summary>
    public bool AddsUp => Seen == New + Updated + Unchanged + Removed + MissingItems && Effects?.AddsUp != false;

    private long MissingItems => Partial + Failed + Quarantined + Pending;
}

namespace Holdfast.Ledger;

/// <summary>The account of a run, counted from its rows at one moment.</summary>
public sealed record RunSummary
{
    internal RunSummary(RunInfo run) => Run = run;

    /// <summary>The run in one line.</summary>
    public RunInfo Run { get; internal init; }

    /// <summary>Distinct keys that its list pages showed.</summary>
    public long Seen { get; internal init; }

    /// <summary>Items whose record is new.</summary>
    public long New { get; internal init; }

    /// <summary>Items whose record changed.</summary>
    public long Updated { get; internal init; }

    /// <summary>Items whose record is the same as before.</summary>
    public long Unchanged { get; internal init; }

    /// <summary>Items with something missing.</summary>
    public long Partial { get; internal init; }

    /// <summary>Items without a record.</summary>
    public long Failed { get; internal init; }

    /// <summary>Items set aside.</summary>
    public long Quarantined { get; internal init; }

    /// <summary>Items that are gone from the site.</summary>
    public long Removed { get; internal init; }

    /// <summary>Items still to be fetched.</summary>
    public long Pending { get; internal init; }

    /// <summary>List pages read, in all passes.</summary>
    public long Pages { get; internal init; }

    /// <summary>Where the listing stands.</summary>
    public ListingPosition Listing { get; internal init; } = new(ListingState.NotStarted, 0, null);

    /// <summary>How many items the site last said its list has; null when it never did.</summary>
    public long? SiteTotal { get; internal init; }

    /// <summary>Incidents by cause; empty when there was none.</summary>
    public IReadOnlyDictionary<string, int> Incidents { get; internal init; } = new Dictionary<string, int>();

    /// <summary>How often and how long the program itself did not run.</summary>
    public SuspensionTotals Suspensions { get; internal init; } = SuspensionTotals.None;

    /// <summary>How often and how long the site asked for pauses.</summary>
    public PauseTotals Pauses { get; internal init; } = PauseTotals.None;

    /// <summary>When the first list page was planned; null before that.</summary>
    public DateTimeOffset? FirstPageAt { get; internal init; }

    /// <summary>When an item last changed its state; null before the first item.</summary>
    public DateTimeOffset? LastChangeAt { get; internal init; }

    /// <summary>How far a plain action is; null when it has not said, and for other kinds of actions.</summary>
    public RunProgress? Progress { get; internal init; }

    /// <summary>What became of the effects of a send action; null for other kinds of actions, and before the plan's first page.</summary>
    public EffectCounts? Effects { get; internal init; }

    /// <summary>Since when a sync action reads; null for other kinds of actions.</summary>
    public SyncSpan? Sync { get; internal init; }

    /// <summary>How many of the action's records wait for each of its sinks elsewhere, by the sink's name, over all runs. Empty (the default) when
    /// nothing waits.</summary>
    public IReadOnlyDictionary<string, long> Waiting { get; internal init; } = new Dictionary<string, long>();

    /// <summary>Items of which something or everything is missing (partial, failed, quarantined and pending), and effects that are failed, in
    /// doubt or pending.</summary>
    public long Missing => MissingItems + (Effects?.Missing ?? 0);

    /// <summary>True when every key seen is in exactly one state: the two sides are counted from different rows.</summary>
    public bool AddsUp => Seen == New + Updated + Unchanged + Removed + MissingItems && Effects?.AddsUp != false;

    private long MissingItems => Partial + Failed + Quarantined + Pending;
}

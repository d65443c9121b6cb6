namespace Holdfast.Actions;

/// <summary>An action that lists and fetches, as the runner sees it: payloads and records are JSON.</summary>
internal interface IGather
{
    /// <summary>Makes a sink one that takes this action's records as JSON; null when it takes others.</summary>
    BoundSink? Bind(IRecordSink sink, IRunLedgerStore store);

    /// <summary>True when the list shows only what is new since the last completed run.</summary>
    bool IsIncremental { get; }

    /// <summary>True when reading may stop at a page that shows nothing new.</summary>
    bool StopsAtKnown { get; }

    Task<GatheredPage> ListAsync(GatherContext context, string? since, string? cursor, CancellationToken cancellationToken);

    Task<IReadOnlyList<GatheredItem>> FetchAsync(GatherContext context, IReadOnlyList<PlannedItem> batch, CancellationToken cancellationToken);
}

/// <summary>A list page in the ledger's terms.</summary>
internal sealed record GatheredPage(IReadOnlyList<ListedItem> Items, string? Next, long? Total)
{
    /// <summary>Keys that the site says are gone.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Up to where the next run will know everything; null when this page does not say.</summary>
    public string? Watermark { get; init; }
}

/// <summary>An item's outcome in the ledger's terms, and whether the site is to blame for it.</summary>
internal sealed record GatheredItem(ItemOutcome Outcome, bool IsSiteFault);

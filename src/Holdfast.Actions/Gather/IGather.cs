namespace Holdfast.Actions;

/// <summary>A gather action as the runner sees it: payloads and records are JSON.</summary>
internal interface IGather
{
    /// <summary>Makes a sink one that takes this action's records as JSON; null when it takes others.</summary>
    BoundSink? Bind(IRecordSink sink);

    Task<GatheredPage> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken);

    Task<IReadOnlyList<GatheredItem>> FetchAsync(GatherContext context, IReadOnlyList<PlannedItem> batch, CancellationToken cancellationToken);
}

/// <summary>A list page in the ledger's terms.</summary>
internal sealed record GatheredPage(IReadOnlyList<ListedItem> Items, string? Next, long? Total);

/// <summary>An item's outcome in the ledger's terms, and whether the site is to blame for it.</summary>
internal sealed record GatheredItem(ItemOutcome Outcome, bool IsSiteFault);

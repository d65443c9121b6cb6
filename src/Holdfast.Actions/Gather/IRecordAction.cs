namespace Holdfast.Actions;

/// <summary>An action that fetches records, as the runner sees it: payloads and records are JSON.</summary>
internal interface IRecordAction : IRecordSource
{
    /// <summary>Fetches the records of some items.</summary>
    /// <returns>One outcome for each item, in the same order.</returns>
    Task<IReadOnlyList<ItemOutcome>> FetchAsync(GatherContext context, IReadOnlyList<PlannedItem> batch, CancellationToken cancellationToken);
}

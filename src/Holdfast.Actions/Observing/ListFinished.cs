namespace Holdfast.Actions;

/// <summary>A list was read to its end for the last time: there will be no more items in this run.</summary>
public sealed class ListFinished : RunEvent
{
    internal ListFinished(RunKey run, long items, long? total)
        : base(run) => (Items, Total) = (items, total);

    /// <summary>How many items it holds.</summary>
    public long Items { get; }

    /// <summary>How many the site says it holds; null when it does not say.</summary>
    public long? Total { get; }
}

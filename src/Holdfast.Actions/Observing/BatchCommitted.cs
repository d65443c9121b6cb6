namespace Holdfast.Actions;

/// <summary>What a batch brought was committed.</summary>
public sealed class BatchCommitted : RunEvent
{
    internal BatchCommitted(RunKey run, int items, int generation)
        : base(run) => (Items, Generation) = (items, generation);

    /// <summary>How many items have an outcome by it.</summary>
    public int Items { get; }

    /// <summary>The generation that they were fetched through; 0 when no session was involved, as when an item is quarantined.</summary>
    public int Generation { get; }
}

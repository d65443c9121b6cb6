namespace Holdfast.Actions;

/// <summary>In which groups and in which order the items of a batch are tried, until each has an outcome. Not thread safe.</summary>
/// <remarks>
/// A batch is tried as it is, also after its first death: then with nothing else in flight. Items that a second death hit are tried each by
/// itself. Those with the fewest deaths alone come first: the innocent are cleared before a guilty one dies again. Where the browser itself is
/// broken all of them die in turn, and <see cref="BlameControl"/> blames nobody.
/// </remarks>
internal sealed class BatchOrder
{
    private readonly PriorityQueue<IReadOnlyList<PlannedItem>, (int SoloDeaths, int Arrival)> _groups = new();
    private int _arrivals;

    /// <summary>Adds items that belong together: those of one deathcount are one group; those that must be tried by themselves are one each.</summary>
    public void Add(IEnumerable<PlannedItem> items)
    {
        foreach (IGrouping<int, PlannedItem> alike in items.GroupBy(item => Math.Min(item.Deaths, 2)))
        {
            if (alike.Key < 2)
            {
                Enqueue([.. alike]);
            }
            else
            {
                AddEach(alike);
            }
        }
    }

    /// <summary>Adds each item as a group of its own.</summary>
    public void AddEach(IEnumerable<PlannedItem> items)
    {
        foreach (PlannedItem item in items)
        {
            Enqueue([item]);
        }
    }

    /// <summary>Takes the next group; false when there is none.</summary>
    public bool TryTake(out IReadOnlyList<PlannedItem> group) => _groups.TryDequeue(out group!, out _);

    private void Enqueue(IReadOnlyList<PlannedItem> group) => _groups.Enqueue(group, (group.Max(item => item.SoloDeaths), _arrivals++));
}

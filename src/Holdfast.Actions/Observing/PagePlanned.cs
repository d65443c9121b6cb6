namespace Holdfast.Actions;

/// <summary>A page of a list was read and committed.</summary>
public sealed class PagePlanned : RunEvent
{
    internal PagePlanned(RunKey run, int items)
        : base(run) => Items = items;

    /// <summary>How many items it showed, known ones among them.</summary>
    public int Items { get; }
}

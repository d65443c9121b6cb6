namespace Holdfast.Actions;

/// <summary>Who may be blamed for deaths over an item.</summary>
internal enum Blame
{
    /// <summary>Nobody yet: this leg has not tried it alone.</summary>
    Untried,

    /// <summary>Nobody: it was tried in this leg, and nothing else came through since it became suspect.</summary>
    Nobody,

    /// <summary>The item: others came through meanwhile.</summary>
    Item,
}

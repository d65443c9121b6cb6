namespace Holdfast.Actions;

/// <summary>What may be blamed for deaths over an item.</summary>
internal enum Blame
{
    /// <summary>Nothing yet: this leg has not tried it alone.</summary>
    Untried,

    /// <summary>Nothing: it was tried in this leg, and no other item succeeded since it became suspect.</summary>
    Inconclusive,

    /// <summary>The item: others succeeded meanwhile.</summary>
    Item,
}

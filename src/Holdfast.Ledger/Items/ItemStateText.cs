namespace Holdfast.Ledger;

/// <summary>The words that the ledger stores for states.</summary>
internal static class ItemStateText
{
    public static string Of(ItemState state) => state switch
    {
        ItemState.Pending => "pending",
        ItemState.New => "new",
        ItemState.Updated => "updated",
        ItemState.Unchanged => "unchanged",
        ItemState.Partial => "partial",
        ItemState.Failed => "failed",
        ItemState.Quarantined => "quarantined",
        ItemState.Removed => "removed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of an item."),
    };

    public static ItemState Parse(string text) => text switch
    {
        "pending" => ItemState.Pending,
        "new" => ItemState.New,
        "updated" => ItemState.Updated,
        "unchanged" => ItemState.Unchanged,
        "partial" => ItemState.Partial,
        "failed" => ItemState.Failed,
        "quarantined" => ItemState.Quarantined,
        "removed" => ItemState.Removed,
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, "Not a state of an item."),
    };
}

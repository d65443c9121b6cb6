namespace Holdfast.App;

/// <summary><c>items list --json</c>.</summary>
/// <param name="SchemaVersion">The version.</param>
/// <param name="Run">The run; null when there is none.</param>
/// <param name="Items">What it is missing.</param>
internal sealed record ItemsJson(int SchemaVersion, long? Run, IReadOnlyList<ItemJson> Items)
{
    public static ItemsJson Of(long? run, IEnumerable<MissingItem> items) =>
        new(JsonText.SchemaVersion, run, [.. items.Select(item => new ItemJson(item.Key, JsonWords.Of(item.State), item.Reason, item.Attempts))]);
}

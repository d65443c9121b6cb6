namespace Holdfast.App;

/// <summary><c>runs --json</c>.</summary>
internal sealed record RunsJson(int SchemaVersion, IReadOnlyList<RunJson> Runs)
{
    public static RunsJson Of(IEnumerable<RunSummary> runs) => new(JsonText.SchemaVersion, [.. runs.Select(RunJson.Of)]);
}

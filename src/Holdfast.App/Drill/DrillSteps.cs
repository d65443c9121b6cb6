using System.Text.Json;

namespace Holdfast.App;

/// <summary>Reads from an incident which step brought the session back.</summary>
internal static class DrillSteps
{
    /// <summary>The costliest that was taken: <c>launch</c>, <c>new-tab</c> or <c>reuse</c>; null when none was.</summary>
    /// <param name="detailJson">The incident as the ledger keeps it.</param>
    public static string? StepOf(string detailJson)
    {
        using JsonDocument detail = JsonDocument.Parse(detailJson);
        if (!detail.RootElement.TryGetProperty("steps", out JsonElement steps))
        {
            return null;
        }

        string?[] done = [.. steps.EnumerateArray()
            .Where(step => step.GetProperty("outcome").GetString() == "ok")
            .Select(step => step.GetProperty("name").GetString())];
        return done.Contains("launch", StringComparer.Ordinal) ? "launch" : done.FirstOrDefault(step => step is "new-tab" or "reuse");
    }
}

using System.Text.Json;

namespace Holdfast.App;

/// <summary>Reads from an incident which step brought the session back.</summary>
internal static class DrillSteps
{
    /// <summary>The decisive step; null when there was none.</summary>
    /// <param name="detailJson">The incident as the ledger keeps it.</param>
    public static string? StepOf(string detailJson)
    {
        using JsonDocument detail = JsonDocument.Parse(detailJson);
        return detail.RootElement.TryGetProperty("steps", out JsonElement steps)
            ? RecoveryStep.Decisive(steps.Deserialize(DrillJson.Default.RecoveryStepArray) ?? [])
            : null;
    }
}

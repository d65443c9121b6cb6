using System.Text.Json;

namespace Holdfast.App;

/// <summary>How a death showed first. Pure.</summary>
internal static class FirstSymptom
{
    /// <summary>From what the ledger keeps of it; null where that cannot be read.</summary>
    public static string? Of(string detailJson)
    {
        try
        {
            using JsonDocument detail = JsonDocument.Parse(detailJson);
            return detail.RootElement.ValueKind == JsonValueKind.Object && detail.RootElement.TryGetProperty("firstSymptom", out JsonElement symptom)
                ? symptom.ToString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

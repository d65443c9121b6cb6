using System.Globalization;
using System.Text.Json;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Reads an incident's details, as the ledger keeps them.</summary>
internal static class SoakSteps
{
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(3);

    /// <summary>From the death to the next generation.</summary>
    public static TimeSpan Duration(string detailJson)
    {
        using JsonDocument detail = JsonDocument.Parse(detailJson);
        return Span(detail.RootElement.GetProperty("duration"));
    }

    /// <summary>The steps of recovery that took longer than 3 s, in words; null when there was none.</summary>
    public static string? Slow(string detailJson)
    {
        using JsonDocument detail = JsonDocument.Parse(detailJson);
        string[] slow =
        [
            .. detail.RootElement.GetProperty("steps").EnumerateArray()
                .Where(step => Span(step.GetProperty("duration")) > s_slow)
                .Select(step => string.Create(
                    CultureInfo.InvariantCulture, $"{step.GetProperty("name")} {Span(step.GetProperty("duration")).TotalSeconds:0.0} s")),
        ];
        return slow.Length == 0 ? null : string.Join(", ", slow);
    }

    private static TimeSpan Span(JsonElement text) => TimeSpan.Parse(text.GetString()!, CultureInfo.InvariantCulture);
}

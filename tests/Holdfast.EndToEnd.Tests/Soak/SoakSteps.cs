using System.Globalization;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Reads an incident's steps.</summary>
internal static class SoakSteps
{
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(3);

    /// <summary>The steps of recovery that took longer than 3 s, in words; null when there was none.</summary>
    public static string? Slow(Incident incident)
    {
        string[] slow =
        [
            .. incident.Steps.Where(step => step.Duration > s_slow)
                .Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Name} {step.Duration.TotalSeconds:0.0} s")),
        ];
        return slow.Length == 0 ? null : string.Join(", ", slow);
    }
}

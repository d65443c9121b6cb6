using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Architecture.Tests;

/// <summary>A walk through the code as docs/architecture.md tells it: numbered stops, each a method or, in italics, something of the user's.</summary>
internal static partial class Walk
{
    /// <summary>The stops under a heading.</summary>
    /// <param name="text">The text of the document.</param>
    /// <param name="heading">The heading's own text.</param>
    /// <returns>Number, and type and method; no method for what is the user's.</returns>
    public static IReadOnlyList<(int Number, string? Method)> Stops(string text, string heading)
    {
        int begins = text.IndexOf($"\n### {heading}\n", StringComparison.Ordinal);
        Assert.True(begins >= 0, $"there is no chapter '{heading}'");
        int ends = text.IndexOf("\n#", begins + 5, StringComparison.Ordinal);
        return
        [
            .. Stop().Matches(text[begins..(ends < 0 ? text.Length : ends)]).Select(stop => (
                int.Parse(stop.Groups["number"].Value, CultureInfo.InvariantCulture),
                stop.Groups["method"] is { Success: true } method ? method.Value : null)),
        ];
    }

    [GeneratedRegex(@"(?<number>\d+) (?:`(?<method>[A-Z]\w*\.[A-Z]\w*)`|\*[^*]+\*)")]
    private static partial Regex Stop();
}

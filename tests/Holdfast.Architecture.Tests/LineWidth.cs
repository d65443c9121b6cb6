using System.Globalization;

namespace Holdfast.Architecture.Tests;

/// <summary>Finds lines that are wider than <c>.editorconfig</c> says. No analyzer reads that setting.</summary>
internal static class LineWidth
{
    private const string Setting = "max_line_length = ";

    /// <summary>The most columns that a line of C# may have.</summary>
    /// <param name="editorConfig">The text of <c>.editorconfig</c>.</param>
    public static int Limit(string editorConfig) => int.Parse(
        editorConfig.Split('\n').Single(line => line.StartsWith(Setting, StringComparison.Ordinal))[Setting.Length..], CultureInfo.InvariantCulture);

    /// <summary>The lines of a source that are too wide, as file, line and columns.</summary>
    /// <param name="path">Its path, to be named.</param>
    /// <param name="text">Its text.</param>
    /// <param name="limit">The most columns.</param>
    public static IEnumerable<string> TooWide(string path, string text, int limit) => text.Split('\n')
        .Select((line, index) => (Columns: line.TrimEnd('\r').Length, Number: index + 1))
        .Where(line => line.Columns > limit)
        .Select(line => $"{path}:{line.Number} has {line.Columns} columns, and {limit} are allowed");
}

using System.Text.RegularExpressions;

namespace Holdfast;

/// <summary>Makes foreign text safe to keep and show: what a site or a driver says may hold secrets and terminal codes.</summary>
public static partial class EvidenceText
{
    /// <summary>The longest text that is kept.</summary>
    public const int MaxLength = 300;

    /// <summary>One line, without control characters, query strings or user information in addresses, and at most <see cref="MaxLength"/>
    /// characters.</summary>
    /// <param name="text">Any text; null is taken for empty.</param>
    /// <returns>A text that can be logged, stored and printed.</returns>
    public static string Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        string line = Control().Replace(text.Trim(), " ");
        line = Credentials().Replace(line, "$1");
        line = Query().Replace(line, "$1?...");
        return line.Length <= MaxLength ? line : string.Concat(line.AsSpan(0, MaxLength - 3), "...");
    }

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\u2028\u2029]+")]
    private static partial Regex Control();

    [GeneratedRegex(@"(\w+://)[^/\s@]+@")]
    private static partial Regex Credentials();

    [GeneratedRegex(@"(\w+://[^\s?#""']+)[?#][^\s""']*")]
    private static partial Regex Query();
}

using System.Text.RegularExpressions;

namespace Holdfast;

/// <summary>Makes foreign text safe to keep and show: what a site or a driver says may hold secrets and terminal codes.</summary>
public static partial class EvidenceText
{
    /// <summary>The longest text that is kept.</summary>
    public const int MaxLength = 300;

    private const int MaxInput = 4000;

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

        // Whole pages may come here; nothing beyond this can show in the result, and patterns must not run over megabytes.
        string line = text.Length <= MaxInput ? text : text[..MaxInput];
        line = Invisible().Replace(line, "");
        line = Control().Replace(line, " ").Trim();
        line = Credentials().Replace(line, "$1");
        line = Query().Replace(line, "?...");
        if (line.Length <= MaxLength)
        {
            return line;
        }

        int kept = char.IsHighSurrogate(line[MaxLength - 4]) ? MaxLength - 4 : MaxLength - 3;
        return string.Concat(line.AsSpan(0, kept), "...");
    }

    [GeneratedRegex(@"\p{Cf}+")]
    private static partial Regex Invisible();

    [GeneratedRegex(@"[\p{Cc}\u2028\u2029]+")]
    private static partial Regex Control();

    // Greedy: a password may hold an @.
    [GeneratedRegex(@"(\w+://)[^/\s?#""]+@")]
    private static partial Regex Credentials();

    // Behind an address, or any that assigns something: relative addresses carry tokens too. Apostrophes are legal in a query.
    [GeneratedRegex(@"(?<=://[^\s?#""]*)[?#][^\s""]*|[?#](?=[^\s""]*=)[^\s""]*")]
    private static partial Regex Query();
}

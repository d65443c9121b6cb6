using System.Text.RegularExpressions;

namespace Holdfast;

/// <summary>Makes foreign text safe to keep and show: what a site or a driver says may hold secrets and terminal codes.</summary>
public static partial class EvidenceText
{
    /// <summary>The longest text that is kept.</summary>
    public const int MaxLength = 300;

    private const int MaxInput = 4000;
    private const int MaxWhole = 1 << 16;

    /// <summary>One line, without <see cref="KnownSecrets">known secrets</see>, control characters, query strings or user information in addresses, and
    /// what the text itself calls a token, and at most <see cref="MaxLength"/> characters.</summary>
    /// <param name="text">Any text; null is taken for empty.</param>
    /// <returns>A text that can be logged, stored and printed.</returns>
    public static string Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        // Whole pages may come here; nothing beyond this can show in the result, and patterns must not run over megabytes. Secrets go first, so that no cut
        // leaves half of one.
        string line = KnownSecrets.MaskStart(text, MaxInput);
        line = Invisible().Replace(line, "");
        line = Control().Replace(line, " ").Trim();
        line = SecretPatterns.Apply(line);
        if (line.Length <= MaxLength)
        {
            return line;
        }

        int kept = char.IsHighSurrogate(line[MaxLength - 4]) ? MaxLength - 4 : MaxLength - 3;
        return string.Concat(line.AsSpan(0, kept), "...");
    }

    /// <summary>The text with its lines, without what <see cref="Clean"/> takes for secret, and at most its first 65,536 characters. For logs.</summary>
    /// <param name="text">Any text; null is taken for empty.</param>
    /// <returns>A text that can be kept. Control characters are still in it.</returns>
    public static string WithoutSecrets(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        string kept = SecretPatterns.Apply(KnownSecrets.MaskStart(text, MaxWhole));
        return text.Length <= MaxWhole ? kept : $"{kept} ... ({text.Length:N0} characters in all)";
    }

    [GeneratedRegex(@"\p{Cf}+")]
    private static partial Regex Invisible();

    [GeneratedRegex(@"[\p{Cc}\u2028\u2029]+")]
    private static partial Regex Control();
}

using System.Globalization;
using System.Text;

namespace Holdfast.App;

/// <summary>Makes foreign text safe for a terminal: what would act instead of being seen is spelled out.</summary>
/// <remarks>Control characters (so every ANSI sequence), line and paragraph separators, lone surrogates and format characters (bidirectional
/// overrides, invisible tags) become <c>\u</c> escapes. The two joiners stay, because scripts and emoji need them. Known secrets are blotted
/// out.</remarks>
internal static class TerminalText
{
    /// <summary>One line that only shows.</summary>
    public static string Encode(string? text) => string.IsNullOrEmpty(text) ? "" : SpelledText.Of(KnownSecrets.Mask(text), Acts);

    private static bool Acts(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
        _ => false,
    };
}

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
    public static string Encode(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        text = Redaction.Apply(text);
        StringBuilder? encoded = null;
        for (int i = 0; i < text.Length;)
        {
            bool whole = Rune.TryGetRuneAt(text, i, out Rune rune);
            int length = whole ? rune.Utf16SequenceLength : 1;
            if (!whole || Acts(rune))
            {
                encoded ??= new StringBuilder(text, 0, i, text.Length + 16);
                int value = whole ? rune.Value : text[i];
                encoded.Append(value > 0xFFFF ? $"\\U{value:X8}" : $"\\u{value:X4}");
            }
            else
            {
                encoded?.Append(text, i, length);
            }

            i += length;
        }

        return encoded?.ToString() ?? text;
    }

    private static bool Acts(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
        _ => false,
    };
}

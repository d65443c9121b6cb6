using System.Text;

namespace Holdfast.App;

/// <summary>Spells out characters that would act instead of being seen.</summary>
internal static class SpelledText
{
    /// <summary>Lone surrogates, and what <paramref name="acts"/>, become <c>\u</c> escapes. All else stays as it is.</summary>
    public static string Of(string text, Func<Rune, bool> acts)
    {
        StringBuilder? spelled = null;
        for (int i = 0; i < text.Length;)
        {
            bool whole = Rune.TryGetRuneAt(text, i, out Rune rune);
            int length = whole ? rune.Utf16SequenceLength : 1;
            if (!whole || acts(rune))
            {
                spelled ??= new StringBuilder(text, 0, i, text.Length + 16);
                int value = whole ? rune.Value : text[i];
                spelled.Append(value > 0xFFFF ? $"\\U{value:X8}" : $"\\u{value:X4}");
            }
            else
            {
                spelled?.Append(text, i, length);
            }

            i += length;
        }

        return spelled?.ToString() ?? text;
    }
}

using System.Buffers;

namespace Holdfast;

/// <summary>What a value looks like. Pure.</summary>
internal static class SecretShape
{
    // A random key of only letters is hardly ever this short, a word is hardly ever longer.
    private const int LongestWord = 15;
    private const int MostHumps = 2;

    private static readonly SearchValues<char> s_letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -_./");
    private static readonly SearchValues<char> s_date = SearchValues.Create("0123456789-:./TZ");
    private static readonly SearchValues<char> s_opaque =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._~+/=-%");

    /// <summary>True for what reads as words or as a date: <c>accepted</c>, <c>Europe/Berlin</c>, <c>2026-11-30</c>.</summary>
    public static bool IsPlainWord(string value) =>
        value.Length <= LongestWord
        && (!value.AsSpan().ContainsAnyExcept(s_letters)
            || (value.AsSpan().ContainsAny('-', ':', '/') && !value.AsSpan().ContainsAnyExcept(s_date)));

    /// <summary>True when nobody would write the text by chance: then the beginning of a secret gives the secret away.</summary>
    public static bool IsOpaque(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(s_opaque)
        && ((text.ContainsAnyInRange('0', '9') && (text.ContainsAnyInRange('a', 'z') || text.ContainsAnyInRange('A', 'Z'))) || Humps(text) > MostHumps);

    private static int Humps(ReadOnlySpan<char> text)
    {
        int humps = 0;
        for (int i = 1; i < text.Length; i++)
        {
            humps += char.IsAsciiLetterUpper(text[i]) && char.IsAsciiLetterLower(text[i - 1]) ? 1 : 0;
        }

        return humps;
    }
}

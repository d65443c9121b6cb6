using System.Globalization;
using System.Text;

namespace Holdfast.App;

/// <summary>Keeps a site's text from being run as a formula when a spreadsheet opens the file.</summary>
/// <remarks>OWASP's rule for CSV injection: a text that begins with <c>= + - @</c>, tab, carriage return or line feed, or with the full-width
/// forms of the first four, gets an apostrophe in front; white space and invisible characters before them do not count. The text is changed by
/// that; <c>--format jsonl</c> gives it unchanged.</remarks>
internal static class FormulaGuard
{
    private const string Starters = "=+-@\t\r\n＝＋－＠";

    public static string Apply(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.IsBmp && Starters.Contains((char)rune.Value, StringComparison.Ordinal))
            {
                return "'" + text;
            }

            // Spreadsheets trim before they look, each in its own way.
            if (!Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format))
            {
                return text;
            }
        }

        return text;
    }
}

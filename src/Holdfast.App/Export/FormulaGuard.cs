namespace Holdfast.App;

/// <summary>Keeps a site's text from being run as a formula when a spreadsheet opens the file.</summary>
/// <remarks>OWASP's rule for CSV injection: a text that begins with <c>= + - @</c>, tab, carriage return or line feed, or with the full-width
/// forms of the first four, gets an apostrophe in front. The text is changed by that; <c>--format jsonl</c> gives it unchanged.</remarks>
internal static class FormulaGuard
{
    private const string Starters = "=+-@\t\r\n＝＋－＠";

    public static string Apply(string text)
    {
        // Spreadsheets trim leading spaces before they look.
        string seen = text.TrimStart(' ', '\u00A0', '\u3000', '\0');
        return seen.Length > 0 && Starters.Contains(seen[0], StringComparison.Ordinal) ? "'" + text : text;
    }
}

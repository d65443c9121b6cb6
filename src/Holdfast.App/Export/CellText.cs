using System.Globalization;
using System.Text;

namespace Holdfast.App;

/// <summary>A site's text as a cell of a table: it neither acts on a terminal that shows the file, nor on a spreadsheet that opens it.</summary>
/// <remarks>Control characters and those that turn the direction of writing are spelled out, line ends and tabs apart; <see cref="FormulaGuard"/>
/// does the rest. <c>--format jsonl</c> gives the text as it is.</remarks>
internal static class CellText
{
    public static string Of(string text) => FormulaGuard.Apply(SpelledText.Of(text, Acts));

    private static bool Acts(Rune rune) => rune.Value is not ('\t' or '\r' or '\n')
        && (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            || rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069));
}

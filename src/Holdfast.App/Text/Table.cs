using System.Text;

namespace Holdfast.App;

/// <summary>An aligned table as plain text, the same in a terminal and in a pipe: no borders, so that <c>grep</c> can read it.</summary>
internal sealed class Table(params string[] headings)
{
    private const int LeastFolded = 20;

    private readonly List<string[]> _rows = [headings];

    /// <summary>Adds a row. Cells are encoded here, so that no caller can forget it.</summary>
    public void Add(params string?[] cells) =>
        _rows.Add([.. cells.Select(cell => string.IsNullOrEmpty(cell) ? "-" : TerminalText.Encode(cell))]);

    /// <summary>The lines, heading first. The last column may be of any width, so that free text belongs there.</summary>
    /// <param name="width">The columns of a terminal, where that text goes on below itself; null for one line for each row.</param>
    public IEnumerable<string> Lines(int? width = null)
    {
        int[] widths = [.. Enumerable.Range(0, headings.Length).Select(column => _rows.Max(row => row[column].Length))];
        HashSet<int> numbers = [.. Enumerable.Range(0, headings.Length - 1).Where(column => _rows.Skip(1).All(row => IsNumber(row[column])))];
        foreach (string[] row in _rows)
        {
            StringBuilder line = new();
            for (int column = 0; column < row.Length; column++)
            {
                string cell = numbers.Contains(column) ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column]);
                line.Append(column == 0 ? "" : "  ").Append(cell);
            }

            foreach (string part in Fold(line.ToString().TrimEnd(), widths[..^1].Sum(one => one + 2), width - 1 ?? int.MaxValue))
            {
                yield return part;
            }
        }
    }

    /// <summary>Breaks a line that is too long, between words where it can. Too little room is no room: then it is left to the terminal.</summary>
    private static IEnumerable<string> Fold(string line, int indent, int width)
    {
        while (line.Length > width && width - indent >= LeastFolded)
        {
            int space = line.LastIndexOf(' ', width, width - indent);
            int end = space > indent ? space : char.IsHighSurrogate(line[width - 1]) ? width - 1 : width;
            yield return line[..end].TrimEnd();
            line = new string(' ', indent) + line[end..].TrimStart();
        }

        yield return line;
    }

    private static bool IsNumber(string cell) => cell == "-" || cell.All(letter => char.IsAsciiDigit(letter) || letter is '.' or ',');
}

using System.Text.Json;

namespace Holdfast.App;

/// <summary>Record lines as one CSV table (RFC 4180, UTF-8, CRLF). Columns are the union over all records, in order of first appearance.</summary>
internal static class CsvTable
{
    private static readonly string[] OwnColumns = ["_key", "_missing", "_written_at"];

    /// <summary>Writes the table.</summary>
    /// <param name="lines">Gives the lines of <see cref="RecordLine"/>; called twice, with the same answer.</param>
    /// <param name="output">Where to.</param>
    public static void Write(Func<IEnumerable<string>> lines, TextWriter output)
    {
        Dictionary<string, int> columns = new(StringComparer.Ordinal);
        foreach (string line in lines())
        {
            using JsonDocument record = JsonDocument.Parse(line);
            foreach ((string column, _) in FlatRecord.Cells(record.RootElement.GetProperty("record")))
            {
                columns.TryAdd(column, columns.Count);
            }
        }

        WriteRow(output, [.. OwnColumns, .. columns.Keys.Select(FormulaGuard.Apply)]);
        foreach (string line in lines())
        {
            using JsonDocument record = JsonDocument.Parse(line);
            JsonElement root = record.RootElement;
            string?[] row = new string?[OwnColumns.Length + columns.Count];
            row[0] = FormulaGuard.Apply(root.GetProperty("key").GetString()!);
            row[1] = FormulaGuard.Apply(root.GetProperty("missing").GetString() ?? "");
            row[2] = root.GetProperty("writtenAt").GetString();
            foreach ((string column, string cell) in FlatRecord.Cells(root.GetProperty("record")))
            {
                row[OwnColumns.Length + columns[column]] = cell;
            }

            WriteRow(output, row);
        }
    }

    // Every field is quoted, so that no separator or line end inside a text can begin a cell of its own.
    private static void WriteRow(TextWriter output, string?[] cells)
    {
        output.Write(string.Join(',', cells.Select(cell => $"\"{cell?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        output.Write("\r\n");
    }
}

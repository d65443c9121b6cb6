using System.Text;
using System.Text.Json;

namespace Holdfast.App;

/// <summary>Record lines as one CSV table (RFC 4180, UTF-8, CRLF). Columns are the union over all records, in order of first appearance.</summary>
internal static class CsvTable
{
    /// <summary>So many columns of the records' own at most. Where records have names of their own, such as a map from key to value, each new one
    /// would widen every row, and the table would grow with the square of their number.</summary>
    public const int MaxColumns = 1000;

    /// <summary>One JSON object with what has no column.</summary>
    private const string Rest = "_rest";

    private static readonly string[] s_ownColumns = ["_key", "_missing", "_written_at"];

    /// <summary>Writes the table.</summary>
    /// <param name="lines">Gives the lines of <see cref="RecordLine"/>; called twice, with the same answer.</param>
    /// <param name="output">Where to.</param>
    public static void Write(Func<IEnumerable<string>> lines, TextWriter output)
    {
        Dictionary<string, int> columns = new(StringComparer.Ordinal);
        bool hasRest = false;
        foreach (string line in lines())
        {
            using JsonDocument record = JsonDocument.Parse(line);
            foreach ((string column, _) in FlatRecord.Values(record.RootElement.GetProperty("record")))
            {
                if (columns.ContainsKey(column))
                {
                    continue;
                }

                hasRest |= columns.Count == MaxColumns;
                if (columns.Count < MaxColumns)
                {
                    columns.Add(column, columns.Count);
                }
            }
        }

        string?[] row = [.. s_ownColumns, .. columns.Keys.Select(Name), .. hasRest ? (string[])[Rest] : []];
        WriteRow(output, row);
        foreach (string line in lines())
        {
            Array.Clear(row);
            using JsonDocument record = JsonDocument.Parse(line);
            Fill(row, record.RootElement, columns);
            WriteRow(output, row);
        }
    }

    private static void Fill(string?[] row, JsonElement line, Dictionary<string, int> columns)
    {
        row[0] = CellText.Of(line.GetProperty("key").GetString()!);
        row[1] = CellText.Of(line.GetProperty("missing").GetString() ?? "");
        row[2] = line.GetProperty("writtenAt").GetString();
        List<(string Column, JsonElement Value)> rest = [];
        foreach ((string column, JsonElement value) in FlatRecord.Values(line.GetProperty("record")))
        {
            if (columns.TryGetValue(column, out int index))
            {
                row[s_ownColumns.Length + index] = Cell(value);
            }
            else
            {
                rest.Add((column, value));
            }
        }

        if (rest.Count > 0)
        {
            row[^1] = CellText.Of(Object(rest));
        }
    }

    // Numbers and truth values cannot be formulas, and guarding -5 would spoil it; all else may hold a site's text.
    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => CellText.Of(value.GetString()!),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => CellText.Of(value.GetRawText()),
    };

    private static string Object(IEnumerable<(string Column, JsonElement Value)> values)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, RecordLine.Options))
        {
            writer.WriteStartObject();
            foreach ((string column, JsonElement value) in values)
            {
                writer.WritePropertyName(column);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>A column's name, of which there is one: a backslash, which no record's name has single, tells it from ours, and from one that was
    /// given an apostrophe.</summary>
    private static string Name(string column) =>
        CellText.Of(column is ['\'', ..] or Rest || s_ownColumns.Contains(column, StringComparer.Ordinal) ? "\\" + column : column);

    // Every field is quoted, so that no separator or line end inside a text can begin a cell of its own.
    private static void WriteRow(TextWriter output, string?[] cells)
    {
        output.Write(string.Join(',', cells.Select(cell => $"\"{cell?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        output.Write("\r\n");
    }
}

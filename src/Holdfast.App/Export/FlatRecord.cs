using System.Text.Json;

namespace Holdfast.App;

/// <summary>A record as columns and cells. Objects become dotted columns; a list stays one cell of JSON, because its length differs from record
/// to record.</summary>
internal static class FlatRecord
{
    public static IEnumerable<(string Column, string Cell)> Cells(JsonElement record)
        => record.ValueKind == JsonValueKind.Object ? Cells("", record) : [("value", Cell(record))];

    private static IEnumerable<(string Column, string Cell)> Cells(string prefix, JsonElement record)
    {
        foreach (JsonProperty property in record.EnumerateObject())
        {
            string column = prefix + Escape(property.Name);
            if (property.Value.ValueKind == JsonValueKind.Object && property.Value.EnumerateObject().Any())
            {
                foreach ((string, string) cell in Cells(column + ".", property.Value))
                {
                    yield return cell;
                }
            }
            else
            {
                yield return (column, Cell(property.Value));
            }
        }
    }

    // Numbers and truth values cannot be formulas, and guarding -5 would spoil it; all else may hold a site's text.
    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => FormulaGuard.Apply(value.GetString()!),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => FormulaGuard.Apply(value.GetRawText()),
    };

    // A dot in a name must not be taken for nesting: {"a.b":1} and {"a":{"b":1}} are two columns.
    private static string Escape(string name)
        => name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(".", "\\.", StringComparison.Ordinal);
}

using System.Text.Json;

namespace Holdfast.App;

/// <summary>A record as columns and values. Objects become dotted columns; a list stays one value, because its length differs from record to
/// record.</summary>
internal static class FlatRecord
{
    // Each value under it repeats an object's name, so a long one is not repeated.
    private const int LongestPrefix = 250;

    public static IEnumerable<(string Column, JsonElement Value)> Values(JsonElement record) =>
        record.ValueKind == JsonValueKind.Object ? Values("", record) : [("value", record)];

    private static IEnumerable<(string Column, JsonElement Value)> Values(string prefix, JsonElement record)
    {
        foreach (JsonProperty property in record.EnumerateObject())
        {
            string column = prefix + Escape(property.Name);
            if (property.Value.ValueKind == JsonValueKind.Object && column.Length <= LongestPrefix && property.Value.EnumerateObject().Any())
            {
                foreach ((string, JsonElement) value in Values(column + ".", property.Value))
                {
                    yield return value;
                }
            }
            else
            {
                yield return (column, property.Value);
            }
        }
    }

    // A dot in a name must not be taken for nesting: {"a.b":1} and {"a":{"b":1}} are two columns.
    private static string Escape(string name) =>
        name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(".", "\\.", StringComparison.Ordinal);
}

using System.Globalization;
using System.Text.Json;
using System.Xml;
using Holdfast.Tests.Shared;

namespace Holdfast.App.Tests;

/// <summary>Compares a document with the schema that is published for it: types, words, times, and the same properties, no more and no fewer.</summary>
internal static class SchemaCheck
{
    /// <summary>Fails at the first difference.</summary>
    /// <returns>The document.</returns>
    public static JsonElement Same(string schema, string document)
    {
        JsonElement root = JsonDocument.Parse(document).RootElement;
        Compare(Read(schema), root, "$");
        return root;
    }

    /// <summary>A published schema.</summary>
    public static JsonElement Read(string schema) =>
        JsonDocument.Parse(File.ReadAllText(Repository.File("docs", "schemas", $"{schema}.schema.json"))).RootElement;

    private static void Compare(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("const", out JsonElement wanted))
        {
            Assert.Equal((path, wanted.GetRawText()), (path, value.GetRawText()));
        }

        if (schema.TryGetProperty("type", out JsonElement type))
        {
            string[] types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(each => each.GetString()!)] : [type.GetString()!];
            Assert.True(types.Contains(TypeOf(value)), $"{path} is {TypeOf(value)}, and the schema says {string.Join(" or ", types)}.");
        }

        if (schema.TryGetProperty("enum", out JsonElement words))
        {
            Assert.True(words.EnumerateArray().Any(word => word.GetRawText() == value.GetRawText()), $"{path} is {value.GetRawText()}: no word of the schema.");
        }

        if (schema.TryGetProperty("format", out JsonElement format) && value.ValueKind == JsonValueKind.String)
        {
            _ = format.GetString() == "duration"
                ? XmlConvert.ToTimeSpan(value.GetString()!)
                : DateTimeOffset.ParseExact(value.GetString()!, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch;
        }

        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out JsonElement properties))
        {
            string[] published = [.. properties.EnumerateObject().Select(property => property.Name)];
            Assert.Equal(published, schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
            Assert.Equal((path, string.Join(' ', published.Order(StringComparer.Ordinal))),
                (path, string.Join(' ', value.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal))));
            foreach (JsonProperty property in properties.EnumerateObject())
            {
                Compare(property.Value, value.GetProperty(property.Name), $"{path}.{property.Name}");
            }
        }

        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("additionalProperties", out JsonElement others))
        {
            foreach (JsonProperty property in value.EnumerateObject())
            {
                Compare(others, property.Value, $"{path}.{property.Name}");
            }
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach ((int index, JsonElement item) in value.EnumerateArray().Index())
            {
                Compare(schema.GetProperty("items"), item, $"{path}[{index}]");
            }
        }
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}

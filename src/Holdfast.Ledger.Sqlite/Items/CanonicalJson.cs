using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Hashes JSON by its meaning: white space, escapes and the order of properties do not count; the spelling of numbers does.</summary>
internal static class CanonicalJson
{
    private const int HashBytes = 16;

    /// <summary>The first 16 bytes of the SHA-256 of the canonical text.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static byte[] Hash(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        ArrayBufferWriter<byte> buffer = new(json.Length + 16);
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            try
            {
                Write(writer, document.RootElement);
            }
            catch (InvalidOperationException error)
            {
                // Half of a surrogate pair, as an escape: the parser lets it through, and nothing can read it.
                throw new JsonException(error.Message, error);
            }
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        return hash[..HashBytes].ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}

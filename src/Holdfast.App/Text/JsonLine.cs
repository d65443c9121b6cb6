using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.App;

/// <summary>JSON for people.</summary>
internal static class JsonLine
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same document on one line, with its letters instead of their escapes.
    /// What acts in a terminal is spelled out by whoever prints it.</summary>
    public static string Readable(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            ArrayBufferWriter<byte> buffer = new(json.Length + 16);
            using (Utf8JsonWriter writer = new(buffer, s_options))
            {
                document.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Nobody but us writes it; a ledger that was edited by hand is shown as it is. So is half of a surrogate pair.
            return json;
        }
    }
}

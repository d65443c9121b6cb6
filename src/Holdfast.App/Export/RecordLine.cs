using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.App;

/// <summary>A record as one line of JSON: its key, what is missing of it, when it was written, and the record itself.</summary>
internal static class RecordLine
{
    // The file is not HTML; letters of all languages stay readable. Control characters are escaped all the same.
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(StoredRecord record)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("key", record.Key);
            writer.WriteString("missing", record.Missing);
            writer.WriteString("writtenAt", record.WrittenAt.UtcDateTime);
            writer.WritePropertyName("record");
            using (JsonDocument value = JsonDocument.Parse(record.Json))
            {
                // Written anew, so that a line end inside stored JSON cannot split the line.
                value.RootElement.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}

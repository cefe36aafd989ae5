using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ledger.Protocol.Encoding;

/// <summary>
/// Writes the JSON documents of this project: indented by two, fields in the order written, one newline at the end; of strings only what
/// must be escaped is (RFC 8259 section 7), so that the writers of other languages write the same. None of it is put into a web page.
/// </summary>
internal static class StableJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(Action<Utf8JsonWriter> body)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            writer.WriteStartObject();
            body(writer);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    public static void WriteHex(this Utf8JsonWriter writer, string name, ReadOnlySpan<byte> bytes)
        => writer.WriteString(name, Convert.ToHexStringLower(bytes));
}

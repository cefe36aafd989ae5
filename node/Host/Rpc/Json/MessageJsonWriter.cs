using System.Collections;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Ledger.Node.Rpc.Json;

/// <summary>Writes a protobuf message as JSON, led by its descriptor.</summary>
/// <remarks>
/// As proto3's own JSON form (64-bit numbers are decimal strings, for JavaScript keeps 53 bits), but: bytes are
/// lower-case hex, names are <see cref="JsonNames"/>, and every field is there, zero or not.
/// </remarks>
internal static class MessageJsonWriter
{
    public static void Write(Utf8JsonWriter json, IMessage message)
    {
        json.WriteStartObject();
        foreach (FieldDescriptor field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            json.WritePropertyName(field.Name);
            WriteField(json, field, field.Accessor.GetValue(message));
        }

        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, FieldDescriptor field, object? value)
    {
        if (!field.IsRepeated)
        {
            WriteValue(json, field, value);
            return;
        }

        json.WriteStartArray();
        foreach (object item in (IEnumerable)value!)
        {
            WriteValue(json, field, item);
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, FieldDescriptor field, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case IMessage message: Write(json, message); break;
            case ByteString bytes: json.WriteStringValue(Convert.ToHexStringLower(bytes.Span)); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case uint number: json.WriteNumberValue(number); break;
            case long number: json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case ulong number: json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case double number: json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case Enum number: json.WriteStringValue(JsonNames.Of(field.EnumType, Convert.ToInt32(number))); break;
            default: throw new NotSupportedException($"{field.FullName} has no JSON form.");
        }
    }
}

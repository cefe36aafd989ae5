using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Ledger.Client.Errors;

namespace Ledger.Node.Rpc.Json;

/// <summary>Reads a flat protobuf message from JSON, led by its descriptor, and strictly.</summary>
/// <remarks>
/// The form is <see cref="MessageJsonWriter"/>'s; 64-bit numbers may be strings or numbers. Unknown fields, a key
/// twice, comments, trailing commas, null and anything behind the object are refused: MALFORMED_JSON. A field left out
/// is zero. Requests have scalar fields only.
/// </remarks>
internal static class MessageJsonReader
{
    private const int MaxDepth = 2;

    public static T Read<T>(ReadOnlySpan<byte> utf8)
        where T : class, IMessage<T>, new()
    {
        T message = new();
        Utf8JsonReader json = new(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            ReadObject(ref json, message);
        }
        catch (JsonException exception)
        {
            throw Refused($"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}: not valid JSON");
        }
        catch (InvalidOperationException)
        {
            // How the reader says that a string is not valid UTF-8 or has half a surrogate pair.
            throw Refused("a string is not valid text");
        }

        return message;
    }

    private static void ReadObject(ref Utf8JsonReader json, IMessage message)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw Refused("the body must be an object");
        }

        HashSet<int> seen = [];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            FieldDescriptor field = Field(message.Descriptor, json.GetString()!);
            if (!seen.Add(field.FieldNumber))
            {
                throw Refused($"the field {field.Name} is there twice");
            }

            json.Read();
            object value = Value(ref json, field) ?? throw Refused($"the field {field.Name} does not fit");
            field.Accessor.SetValue(message, value);
        }

        // Reads to the end, where anything but white space is an exception of the reader.
        json.Read();
    }

    private static FieldDescriptor Field(MessageDescriptor message, string name)
        => message.FindFieldByName(name) ?? throw Refused("a field is not known: only "
            + string.Join(", ", message.Fields.InFieldNumberOrder().Select(field => field.Name)));

    private static object? Value(ref Utf8JsonReader json, FieldDescriptor field)
        => (field.FieldType, json.TokenType) switch
        {
            (FieldType.Bytes, JsonTokenType.String) => Bytes(ref json),
            (FieldType.String, JsonTokenType.String) => json.GetString(),
            (FieldType.Bool, JsonTokenType.True) => true,
            (FieldType.Bool, JsonTokenType.False) => false,
            (FieldType.UInt32, JsonTokenType.Number) => json.TryGetUInt32(out uint number) ? number : null,
            (FieldType.UInt64, JsonTokenType.Number) => json.TryGetUInt64(out ulong number) ? number : null,
            (FieldType.UInt64, JsonTokenType.String) => Number(json.GetString()),
            _ => null,
        };

    private static object? Number(string? digits)
        => ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;

    private static object? Bytes(ref Utf8JsonReader json)
    {
        byte[] bytes = new byte[json.ValueSpan.Length / 2];
        OperationStatus status = Convert.FromHexString(json.ValueSpan, bytes, out int consumed, out _);
        return status == OperationStatus.Done && consumed == json.ValueSpan.Length
            ? UnsafeByteOperations.UnsafeWrap(bytes)
            : null;
    }

    private static RpcException Refused(string why) => new(ErrorCode.MalformedJson, why);
}

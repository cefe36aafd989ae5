using System.Text.Json;
using Google.Protobuf.Reflection;
using Ledger.Client.Errors;

namespace Ledger.Node.Rpc.Json;

/// <summary>Messages and enums as JSON schemas, in the form <see cref="MessageJsonWriter"/> gives them.</summary>
internal static class OpenApiSchemas
{
    /// <summary>What the calls take and give, and all that those hold, by name.</summary>
    public static void WriteAll(Utf8JsonWriter json, IEnumerable<MethodDescriptor> methods)
    {
        SortedDictionary<string, IDescriptor> types = new(StringComparer.Ordinal);
        foreach (MethodDescriptor method in methods)
        {
            Collect(method.InputType, types);
            Collect(method.OutputType, types);
        }

        foreach ((string name, IDescriptor type) in types)
        {
            json.WritePropertyName(name);
            if (type is MessageDescriptor message)
            {
                WriteMessage(json, message);
            }
            else
            {
                WriteEnum(json, (EnumDescriptor)type);
            }
        }
    }

    /// <summary>The body of every refusal.</summary>
    public static void WriteError(Utf8JsonWriter json)
    {
        json.WriteStartObject("Error");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        json.WriteStartObject("error");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        json.WriteStartObject("code");
        json.WriteString("type", "string");
        WriteNames(json, "enum", ErrorCatalogue.All.Select(entry => entry.Name));
        json.WriteEndObject();
        WriteText(json, "message", "For people, in English. 英文说明。");
        WriteText(json, "message_zh", "For people, in simplified Chinese. 中文说明。");
        WriteText(json, "detail", "What exactly was wrong, by a stable name; may be empty. 具体错误名，可为空。");
        json.WriteEndObject();
        WriteNames(json, "required", ["code", "message", "message_zh", "detail"]);
        json.WriteEndObject();
        json.WriteEndObject();
        WriteNames(json, "required", ["error"]);
        json.WriteEndObject();
    }

    public static void WriteReference(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("$ref", $"#/components/schemas/{name}");
        json.WriteEndObject();
    }

    public static void WriteField(Utf8JsonWriter json, FieldDescriptor field)
    {
        if (!field.IsRepeated)
        {
            WriteValue(json, field);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "array");
        json.WritePropertyName("items");
        WriteValue(json, field);
        json.WriteEndObject();
    }

    private static void Collect(MessageDescriptor message, SortedDictionary<string, IDescriptor> types)
    {
        if (!types.TryAdd(message.Name, message))
        {
            return;
        }

        foreach (FieldDescriptor field in message.Fields.InFieldNumberOrder())
        {
            if (field.FieldType == FieldType.Message)
            {
                Collect(field.MessageType, types);
            }
            else if (field.FieldType == FieldType.Enum)
            {
                types[field.EnumType.Name] = field.EnumType;
            }
        }
    }

    // Answers have every field; requests may leave any out and have no other.
    private static void WriteMessage(Utf8JsonWriter json, MessageDescriptor message)
    {
        bool isRequest = message.Name.EndsWith("Request", StringComparison.Ordinal);
        json.WriteStartObject();
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (FieldDescriptor field in message.Fields.InFieldNumberOrder())
        {
            json.WritePropertyName(field.Name);
            WriteField(json, field);
        }

        json.WriteEndObject();
        if (isRequest)
        {
            json.WriteBoolean("additionalProperties", false);
        }
        else
        {
            WriteNames(json, "required", message.Fields.InFieldNumberOrder().Select(field => field.Name));
        }

        json.WriteEndObject();
    }

    private static void WriteEnum(Utf8JsonWriter json, EnumDescriptor type)
    {
        json.WriteStartObject();
        json.WriteString("type", "string");
        WriteNames(json, "enum", type.Values.Select(value => JsonNames.Of(type, value.Number)));
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, FieldDescriptor field)
    {
        switch (field.FieldType)
        {
            case FieldType.Message when field.IsRepeated: WriteReference(json, field.MessageType.Name); break;
            case FieldType.Message: WriteNullable(json, field.MessageType.Name); break;
            case FieldType.Enum: WriteReference(json, field.EnumType.Name); break;
            case FieldType.Bytes: WriteScalar(json, "string", "pattern", "^([0-9a-f]{2})*$"); break;
            case FieldType.UInt64: WriteScalar(json, "string", "pattern", "^[0-9]{1,20}$"); break;
            case FieldType.Int64: WriteScalar(json, "string", "pattern", "^-?[0-9]{1,19}$"); break;
            case FieldType.UInt32: WriteScalar(json, "integer", "format", "uint32"); break;
            case FieldType.Int32: WriteScalar(json, "integer", "format", "int32"); break;
            case FieldType.Double: WriteScalar(json, "number", "format", "double"); break;
            case FieldType.Bool: WriteScalar(json, "boolean"); break;
            case FieldType.String: WriteScalar(json, "string"); break;
            default: throw new NotSupportedException($"{field.FullName} has no schema.");
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, string type, string? keyword = null, string? value = null)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        if (keyword is not null)
        {
            json.WriteString(keyword, value);
        }

        json.WriteEndObject();
    }

    private static void WriteNullable(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteStartArray("oneOf");
        WriteReference(json, name);
        WriteScalar(json, "null");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string description)
    {
        json.WritePropertyName(name);
        WriteScalar(json, "string", "description", description);
    }

    private static void WriteNames(Utf8JsonWriter json, string keyword, IEnumerable<string> names)
    {
        json.WriteStartArray(keyword);
        foreach (string name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Node.Configuration;

internal sealed class HostPortConverter : JsonConverter<HostPort>
{
    public override HostPort Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && HostPort.TryParse(reader.GetString()!, out HostPort parsed)
            ? parsed
            : throw new JsonException("is host:port, as sg-1.example:7000 or [::1]:7000.");

    public override void Write(Utf8JsonWriter writer, HostPort value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

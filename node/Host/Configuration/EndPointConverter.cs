using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Node.Configuration;

/// <summary>An address of this machine and a port: 0.0.0.0:7000, [::]:7000.</summary>
internal sealed class EndPointConverter : JsonConverter<IPEndPoint>
{
    public override IPEndPoint Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            && HostPort.TryParse(reader.GetString()!, out HostPort parsed)
            && IPAddress.TryParse(parsed.Host, out IPAddress? address)
            ? new IPEndPoint(address, parsed.Port)
            : throw new JsonException("is an address and a port, as 0.0.0.0:7000 or [::]:7000.");

    public override void Write(Utf8JsonWriter writer, IPEndPoint value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

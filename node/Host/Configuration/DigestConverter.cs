using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Cryptography.Hashing;

namespace Ledger.Node.Configuration;

internal sealed class DigestConverter : JsonConverter<Digest>
{
    public override Digest Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Digest.TryParse(reader.GetString(), out Digest parsed)
            ? parsed
            : throw new JsonException("is 64 hex digits.");

    public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

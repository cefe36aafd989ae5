using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Node.Configuration;

/// <summary>A value of an enum by its name in lower case, and nothing else.</summary>
internal sealed class WordConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> s_words =
        Enum.GetValues<T>().ToDictionary(v => v.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && s_words.TryGetValue(reader.GetString()!, out T value)
            ? value
            : throw new JsonException($"is one of {string.Join(", ", s_words.Keys)}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString().ToLowerInvariant());
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ledger.Client.Json;

/// <summary>Reads JSON as <c>JSON.parse</c> does, and refuses what that would silently lose.</summary>
public sealed class JsonTreeReader
{
    public const int MaximumDepth = 64;

    private const int HexDigits = 4;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private JsonTreeFault _fault;

    private JsonTreeReader()
    {
    }

    /// <summary>The value, or null and the first fault.</summary>
    /// <param name="longest">Most bytes.</param>
    public static JsonTreeFault TryRead(ReadOnlySpan<byte> utf8, int longest, out JsonTree? tree)
    {
        tree = null;
        if (utf8.Length > longest)
        {
            return JsonTreeFault.TooLong;
        }

        JsonTreeReader reader = new();
        try
        {
            Utf8JsonReader tokens = new(utf8, new JsonReaderOptions { MaxDepth = MaximumDepth });
            tokens.Read();
            JsonTree read = reader.Value(ref tokens);
            reader._fault = tokens.Read() ? JsonTreeFault.NotJson : reader._fault;
            tree = reader._fault == JsonTreeFault.None ? read : null;
            return reader._fault;
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException)
        {
            return JsonTreeFault.NotJson;
        }
    }

    private JsonTree Value(ref Utf8JsonReader tokens) => tokens.TokenType switch
    {
        JsonTokenType.StartObject => Members(ref tokens),
        JsonTokenType.StartArray => List(ref tokens),
        JsonTokenType.String => new JsonText(Text(ref tokens)),
        JsonTokenType.Number => Number(ref tokens),
        JsonTokenType.Null => JsonNothing.Value,
        _ => new JsonTruth(tokens.TokenType == JsonTokenType.True),
    };

    private JsonMembers Members(ref Utf8JsonReader tokens)
    {
        List<KeyValuePair<string, JsonTree>> members = [];
        HashSet<string> keys = [];
        while (tokens.Read() && tokens.TokenType != JsonTokenType.EndObject)
        {
            string key = Text(ref tokens);
            tokens.Read();
            JsonTree value = Value(ref tokens);
            if (keys.Add(key))
            {
                members.Add(KeyValuePair.Create(key, value));
            }
            else
            {
                Fail(JsonTreeFault.DuplicateKey);
            }
        }

        return new JsonMembers(members);
    }

    private JsonList List(ref Utf8JsonReader tokens)
    {
        List<JsonTree> items = [];
        while (tokens.Read() && tokens.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value(ref tokens));
        }

        return new JsonList(items);
    }

    private JsonNumber Number(ref Utf8JsonReader tokens)
    {
        double number = double.Parse(tokens.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number))
        {
            Fail(JsonTreeFault.NumberTooLarge);
        }

        return new JsonNumber(number);
    }

    /// <summary>The framework's own unescaping refuses half a surrogate pair. The escapes themselves are checked by then.</summary>
    private static string Text(ref Utf8JsonReader tokens)
    {
        string raw = StrictUtf8.GetString(tokens.ValueSpan);
        if (!tokens.ValueIsEscaped)
        {
            return raw;
        }

        StringBuilder text = new(raw.Length);
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
            }
            else if (raw[++i] == 'u')
            {
                text.Append((char)ushort.Parse(raw.AsSpan(i + 1, HexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += HexDigits;
            }
            else
            {
                text.Append(raw[i] switch { 'b' => '\b', 't' => '\t', 'n' => '\n', 'f' => '\f', 'r' => '\r', char same => same });
            }
        }

        return text.ToString();
    }

    private void Fail(JsonTreeFault fault) => _fault = _fault == JsonTreeFault.None ? fault : _fault;
}

using System.Text.Json;

namespace Ledger.Node.Configuration;

/// <summary>On which line each field of a JSON file stands; of a repeated one, the last.</summary>
internal sealed class JsonLines
{
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);

    /// <param name="json">Well-formed.</param>
    public JsonLines(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        Stack<string> paths = new(["$"]);
        string path = "$";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    path = $"{paths.Peek()}.{reader.GetString()}";
                    _lines[path] = 1 + json[..(int)reader.TokenStartIndex].Count((byte)'\n');
                    break;
                case JsonTokenType.StartObject:
                    paths.Push(path);
                    break;
                case JsonTokenType.EndObject:
                    paths.Pop();
                    break;
            }
        }
    }

    /// <summary>Counted from 1; of a field that is not there, the line of what it would stand in, or null.</summary>
    public long? Of(string path)
    {
        while (true)
        {
            if (_lines.TryGetValue(path, out long line))
            {
                return line;
            }

            int dot = path.LastIndexOf('.');
            if (dot < 0)
            {
                return null;
            }

            path = path[..dot];
        }
    }
}

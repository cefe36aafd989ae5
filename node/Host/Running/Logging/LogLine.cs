using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ledger.Node.Running;

/// <summary>One event as one line, in either form.</summary>
public static class LogLine
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Json(
        DateTime time, LogLevel level, string name, string validator, ReadOnlySpan<(string Key, object? Value)> fields)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", time.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("level", Word(level));
            json.WriteString("event", name);
            json.WriteString("validator", validator);
            foreach ((string key, object? value) in fields)
            {
                json.WritePropertyName(key);
                Write(json, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static string Text(
        DateTime time, LogLevel level, string name, string validator, ReadOnlySpan<(string Key, object? Value)> fields)
    {
        StringBuilder line = new();
        line.Append(time.ToString(TimeFormat, CultureInfo.InvariantCulture))
            .Append(CultureInfo.InvariantCulture, $" {Word(level),-5} {validator} {name}");
        foreach ((string key, object? value) in fields)
        {
            string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            line.Append(' ').Append(key).Append('=').Append(text.Contains(' ') ? $"\"{text}\"" : text);
        }

        return line.ToString().ReplaceLineEndings(@"\n");
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Debug => "debug",
        LogLevel.Info => "info",
        LogLevel.Warn => "warn",
        _ => "error",
    };

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case ulong number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}

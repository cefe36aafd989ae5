using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Ledger.Node.Commands;

/// <summary>Gives a command's answer: text for people, or with --json the answer's record in snake_case.</summary>
internal static class Answer
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private static readonly JsonSerializerOptions JsonLine = new(Json) { WriteIndented = false };

    public static void Give<T>(ParseResult parsed, T answer, IEnumerable<string> lines)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(SharedOptions.Json))
        {
            output.WriteLine(JsonSerializer.Serialize(answer, Json));
            return;
        }

        foreach (string line in lines)
        {
            output.WriteLine(line);
        }
    }

    /// <summary>One of many answers: a line, or with --json one object on a line.</summary>
    public static void GiveLine<T>(ParseResult parsed, T answer, string line)
        => parsed.InvocationConfiguration.Output.WriteLine(
            parsed.GetValue(SharedOptions.Json) ? JsonSerializer.Serialize(answer, JsonLine) : line);

    /// <summary>Something people should know that is not the answer.</summary>
    public static void Warn(ParseResult parsed, string text)
        => parsed.InvocationConfiguration.Error.WriteLine($"ledger: warning: {text}");
}

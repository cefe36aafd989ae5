using System.Text.Json;

namespace Ledger.Protocol.Encoding;

/// <summary>The first fault found while one JSON document is read.</summary>
internal sealed class StrictJsonFault
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    public JsonProblem Problem { get; private set; } = JsonProblem.None;

    public bool Failed => !Problem.IsNone;

    /// <summary>What <paramref name="read"/> makes of the document, or null after a fault.</summary>
    /// <remarks>
    /// The parser throws for bad text, and its elements throw when a string is half a surrogate pair.
    /// </remarks>
    public T? Read<T>(string text, int longest, Func<JsonElement, T?> read)
        where T : class
    {
        Require(text.Length <= longest, JsonFault.TooLong, "$");
        try
        {
            using JsonDocument? document = Failed ? null : JsonDocument.Parse(text, Options);
            T? value = document is null ? null : read(document.RootElement);
            return Failed ? null : value;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            Fail(JsonFault.NotJson, "$");
            return null;
        }
    }

    public void Require(bool condition, JsonFault fault, string path)
    {
        if (!condition)
        {
            Fail(fault, path);
        }
    }

    public void Fail(JsonFault fault, string path) => Problem = Failed ? Problem : new JsonProblem(fault, path);
}

using System.Text.Json;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc.Json;

/// <summary>Writes answers and errors: <c>{"error":{"code","message","message_zh","detail"}}</c>.</summary>
internal static class JsonAnswer
{
    public const string MediaType = "application/json";
    public const string LinesMediaType = "application/x-ndjson";

    /// <summary>Whether a content type is one of lines; parameters are ignored.</summary>
    public static bool IsLines(string? contentType)
        => string.Equals(contentType?.Split(';')[0].Trim(), LinesMediaType, StringComparison.OrdinalIgnoreCase);

    public static void Write(HttpResponse response, IMessage message)
    {
        using Utf8JsonWriter json = new(response.BodyWriter);
        MessageJsonWriter.Write(json, message);
    }

    /// <summary>One event of a stream, with its end of line.</summary>
    public static void WriteLine(HttpResponse response, IMessage message)
    {
        Write(response, message);
        EndLine(response);
    }

    /// <summary>The error of a call; the last line of a stream under way, whose HTTP status has left.</summary>
    public static void WriteError(HttpResponse response, RpcException failure)
    {
        RpcObserver.Note(response.HttpContext, failure);
        if (!response.HasStarted)
        {
            response.StatusCode = failure.Error.Http;
            response.ContentType = MediaType;
        }

        using (Utf8JsonWriter json = new(response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("code", failure.Code);
            json.WriteString("message", failure.Why);
            json.WriteString("message_zh", failure.WhyZh);
            json.WriteString("detail", failure.Detail);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        EndLine(response);
    }

    private static void EndLine(HttpResponse response)
    {
        response.BodyWriter.GetSpan(1)[0] = (byte)'\n';
        response.BodyWriter.Advance(1);
    }
}

using System.Buffers;
using System.Text.Json;
using Google.Protobuf;
using Ledger.Client.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Ledger.Node.Rpc.Json;

/// <summary>Writes answers and errors: <c>{"error":{"code","message","message_zh","detail"}}</c>.</summary>
internal static class JsonAnswer
{
    public const string MediaType = "application/json";
    public const string LinesMediaType = "application/x-ndjson";

    /// <summary>Whether a content type is one of lines; parameters are ignored.</summary>
    public static bool IsLines(string? contentType)
        => string.Equals(contentType?.Split(';')[0].Trim(), LinesMediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>The one answer of a call, compressed when the client takes gzip and it is worthwhile.</summary>
    public static void Write(HttpContext context, IMessage message)
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body))
        {
            MessageJsonWriter.Write(json, message);
        }

        body.Write("\n"u8);
        context.Response.ContentType = MediaType;
        WriteBody(context, body.WrittenSpan);
    }

    public static void WriteBody(HttpContext context, ReadOnlySpan<byte> body)
    {
        bool gzip = body.Length > GzipMessage.WorthwhileBytes
            && GzipMessage.IsAcceptedBy(context.Request.Headers.AcceptEncoding);
        ReadOnlySpan<byte> sent = gzip ? GzipMessage.Deflate(body) : body;
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        context.Response.Headers.ContentEncoding = gzip ? GzipMessage.Encoding : default(StringValues);
        context.Response.ContentLength = sent.Length;
        context.Response.BodyWriter.Write(sent);
    }

    /// <summary>One event of a stream, with its end of line.</summary>
    public static void WriteLine(HttpResponse response, IMessage message)
    {
        using (Utf8JsonWriter json = new(response.BodyWriter))
        {
            MessageJsonWriter.Write(json, message);
        }

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

        if (failure.Error.RetryAfter is { } delay && !response.HasStarted)
        {
            response.Headers.RetryAfter = $"{(int)delay.TotalSeconds}";
        }

        response.BodyWriter.Write(ErrorBody(failure));
    }

    /// <summary>The error as one line.</summary>
    public static byte[] ErrorBody(RpcException failure)
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body))
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

        body.Write("\n"u8);
        return body.WrittenSpan.ToArray();
    }

    private static void EndLine(HttpResponse response)
    {
        response.BodyWriter.GetSpan(1)[0] = (byte)'\n';
        response.BodyWriter.Advance(1);
    }
}

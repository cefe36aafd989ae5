using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.Wire;

namespace Ledger.Tests.Rpc;

/// <summary>Sends any bytes at all as a gRPC request, and tells what came back.</summary>
internal static class RawGrpc
{
    public const string Submit = "/ledger.v1.Ledger/Submit";

    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    public static byte[] Frame(byte[] payload, byte flag = 0)
    {
        byte[] frame = new byte[GrpcPrefix.Size + payload.Length];
        GrpcPrefix.Write(frame, payload.Length);
        frame[0] = flag;
        payload.CopyTo(frame, GrpcPrefix.Size);
        return frame;
    }

    public static Task<RawAnswer> PostAsync(
        RpcWorld world, string path, byte[] body, string contentType = "application/grpc", string? header = null)
        => PostAsync(world, path, new ByteArrayContent(body), contentType, header);

    public static async Task<RawAnswer> PostAsync(
        RpcWorld world,
        string path,
        HttpContent content,
        string contentType = "application/grpc",
        string? header = null)
    {
        using HttpClient http = new() { Timeout = RpcWorld.Patience };
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(world.GrpcAddress, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (header?.Split(": ") is [{ } name, { } value])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await http.SendAsync(request);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Dictionary<string, string> fields = response.Headers.Concat(response.TrailingHeaders)
            .ToDictionary(
                field => field.Key, field => string.Join(",", field.Value), StringComparer.OrdinalIgnoreCase);
        return new RawAnswer(response.StatusCode, Find(response, GrpcHeaders.Status) is { } status
            ? GrpcStatusNames.Parse(status)
            : null, Find(response, GrpcHeaders.Message), Find(response, GrpcHeaders.AcceptEncoding), body)
        {
            Fields = fields,
        };
    }

    private static string? Find(HttpResponseMessage response, string name)
        => response.Headers.TryGetValues(name, out IEnumerable<string>? header) ? header.Single()
            : response.TrailingHeaders.TryGetValues(name, out IEnumerable<string>? trailer) ? trailer.Single()
            : null;
}

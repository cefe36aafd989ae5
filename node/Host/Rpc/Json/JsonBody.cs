using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Ledger.Client.Errors;
using Ledger.Client.Wire;
using Ledger.Node.Rpc.Edge;
using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc.Json;

/// <summary>Takes in a request body of a bounded length.</summary>
internal static class JsonBody
{
    // Names, quotes and white space around the hex digits.
    private const int Overhead = 1024;

    /// <summary>The longest body, or line of one, for a message of so many bytes.</summary>
    public static long MostBytes(int maxRequestBytes) => (2L * maxRequestBytes) + Overhead;

    /// <summary>The body as it was before the client compressed it, inflated no faster than it is read.</summary>
    public static PipeReader Open(HttpRequest request)
    {
        string encoding = request.Headers.ContentEncoding.ToString();
        return encoding is "" or "identity" ? request.BodyReader
            : encoding == GzipMessage.Encoding
                ? PipeReader.Create(new GZipStream(request.Body, CompressionMode.Decompress))
                : throw new RpcException(ErrorCode.UnsupportedEncoding, "the body is gzip or not compressed");
    }

    /// <summary>The whole body; REQUEST_TOO_LARGE as soon as it is known to be longer than its bound.</summary>
    public static async Task<byte[]> ReadAsync(
        HttpRequest request, ByteBudget budget, int maxRequestBytes, CancellationToken cancellation)
    {
        long most = MostBytes(maxRequestBytes);
        PipeReader body = Open(request);
        using HeldBytes held = new(budget);
        while (true)
        {
            ReadResult read = await body.ReadAsync(cancellation);
            if (read.Buffer.Length > most || request.ContentLength > most)
            {
                throw new RpcException(
                    ErrorCode.RequestTooLarge, $"at most {most} bytes of body are taken");
            }

            if (read.IsCompleted)
            {
                return read.Buffer.ToArray();
            }

            held.Set(read.Buffer.Length);
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}

using System.Buffers;
using System.IO.Pipelines;
using Ledger.Client.Errors;
using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc.Json;

/// <summary>Takes in a request body of a bounded length.</summary>
internal static class JsonBody
{
    // Names, quotes and white space around the hex digits.
    private const int Overhead = 1024;

    /// <summary>The longest body, or line of one, for a message of so many bytes.</summary>
    public static long MostBytes(int maxRequestBytes) => (2L * maxRequestBytes) + Overhead;

    /// <summary>The whole body; REQUEST_TOO_LARGE as soon as it is known to be longer than its bound.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int maxRequestBytes, CancellationToken cancellation)
    {
        long most = MostBytes(maxRequestBytes);
        while (true)
        {
            ReadResult read = await request.BodyReader.ReadAsync(cancellation);
            if (read.Buffer.Length > most || request.ContentLength > most)
            {
                throw new RpcException(
                    ErrorCode.RequestTooLarge, $"at most {most} bytes of body are taken");
            }

            if (read.IsCompleted)
            {
                return read.Buffer.ToArray();
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}

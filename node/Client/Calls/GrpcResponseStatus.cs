using System.Net;
using System.Net.Http.Headers;
using Ledger.Client.Wire;

namespace Ledger.Client.Calls;

/// <summary>Finds out how a call ended: from trailers, headers, or the HTTP status of something between.</summary>
internal static class GrpcResponseStatus
{
    /// <summary>Throws unless a body of gRPC messages follows.</summary>
    /// <remarks>A response that is all trailers has its status among the headers, and no body.</remarks>
    public static void ExpectMessages(HttpResponseMessage response)
    {
        if (response.Headers.Contains(GrpcHeaders.Status))
        {
            ThrowUnlessOk(response.Headers);
        }
        else if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new LedgerRpcException(
                OfHttp(response.StatusCode), $"The server answered HTTP {(int)response.StatusCode}.");
        }
        else if (!GrpcHeaders.IsGrpc(response.Content.Headers.ContentType?.MediaType))
        {
            throw new LedgerRpcException(GrpcStatus.Unknown, "The server's answer is not gRPC.");
        }
    }

    /// <summary>Throws unless the call ended with OK; to be asked after the last message.</summary>
    public static void ExpectOk(HttpResponseMessage response)
    {
        bool trailing = response.TrailingHeaders.Contains(GrpcHeaders.Status);
        ThrowUnlessOk(trailing ? response.TrailingHeaders : response.Headers);
    }

    private static void ThrowUnlessOk(HttpResponseHeaders headers)
    {
        if (First(headers, GrpcHeaders.Status) is not { } status)
        {
            throw new LedgerRpcException(GrpcStatus.Internal, "The response ended without a status.");
        }

        GrpcStatus code = GrpcStatusNames.Parse(status);
        if (code != GrpcStatus.Ok)
        {
            string message = GrpcMessageText.Decode(First(headers, GrpcHeaders.Message) ?? "");
            string? details = First(headers, GrpcHeaders.StatusDetails);
            throw new LedgerRpcException(
                code, message, cause: null, details is null ? null : StatusDetails.Decode(details));
        }
    }

    internal static string? First(HttpResponseHeaders headers, string name)
        => headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : null;

    // The table of grpc/doc/http-grpc-status-mapping.md.
    private static GrpcStatus OfHttp(HttpStatusCode status) => (int)status switch
    {
        400 => GrpcStatus.Internal,
        401 => GrpcStatus.Unauthenticated,
        403 => GrpcStatus.PermissionDenied,
        404 => GrpcStatus.Unimplemented,
        429 or 502 or 503 or 504 => GrpcStatus.Unavailable,
        _ => GrpcStatus.Unknown,
    };
}

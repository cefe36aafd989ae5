using System.Buffers;
using Ledger.Client.Errors;
using Ledger.Client.Wire;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Rpc.Json;
using Ledger.Protocol.Checkpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Ledger.Node.Rpc.Log;

/// <summary>Serves the public log and its twin as static resources (c2sp.org/tlog-tiles).</summary>
/// <remarks>
/// <c>GET /checkpoint</c>, <c>/tile/LEVEL/INDEX[.p/WIDTH]</c>, <c>/tile/entries/INDEX[.p/WIDTH]</c>, and the same below <c>/sm3</c>. A tile
/// never changes, so it may be kept for ever; a checkpoint for a second. What the published checkpoint does not cover is not found.
/// </remarks>
internal sealed class LogEndpoint(IPublicLog log)
{
    private const string Immutable = "public, max-age=31536000, immutable";
    private const string Fleeting = "public, max-age=1";
    private const string Text = "text/plain; charset=utf-8";
    private const string Bytes = "application/octet-stream";

    public async Task ServeAsync(HttpContext context, CallScope scope)
    {
        LogAddress? address = LogAddress.Of(context.Request.Path.Value ?? "");
        if (address is null || log.Newest is not { } newest || (address.Tile is { } asked && !LogTiles.Has(asked, newest.Size)))
        {
            throw new RpcException(ErrorCode.NotFound);
        }

        if (address.Tile is not { } tile)
        {
            Give(context, newest.Of(address.Hash).Encode(), Text, Fleeting, mayCompress: false);
            return;
        }

        byte[] bytes = await scope.AnswerAsync(log.ReadAsync(tiles => LogTiles.Read(tiles, address.Hash, tile), scope.Token));
        Give(context, bytes, Bytes, Immutable, mayCompress: tile.IsEntries);
    }

    /// <summary>The resource, or 304 when the client says that it has it. Hashes do not compress, entries do.</summary>
    private static void Give(HttpContext context, byte[] body, string type, string caching, bool mayCompress)
    {
        IHeaderDictionary headers = context.Response.Headers;
        string tag = $"\"{Sha256.Hash(body).ToString()[..32]}\"";
        (headers.CacheControl, headers.ETag) = (caching, tag);
        if (mayCompress)
        {
            headers.Vary = HeaderNames.AcceptEncoding;
        }

        if (Has(context.Request, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        bool gzip = mayCompress && body.Length > GzipMessage.WorthwhileBytes
            && GzipMessage.IsAcceptedBy(context.Request.Headers.AcceptEncoding);
        byte[] sent = gzip ? GzipMessage.Deflate(body) : body;
        headers.ContentEncoding = gzip ? GzipMessage.Encoding : default(Microsoft.Extensions.Primitives.StringValues);
        context.Response.ContentType = type;
        context.Response.ContentLength = sent.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.BodyWriter.Write(sent);
        }
    }

    /// <summary>RFC 9110 13.1.2: weak comparison with each tag of the list.</summary>
    private static bool Has(HttpRequest request, string tag)
        => request.Headers.IfNoneMatch.SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Any(h => h == "*" || h == tag || h == $"W/{tag}");
}

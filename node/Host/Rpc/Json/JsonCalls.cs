using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;
using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc.Json;

/// <summary>The five calls as JSON over HTTP/1.1.</summary>
/// <remarks>
/// <c>POST /v1/submit</c>, <c>GET /v1/receipts/{transaction id}?leaf_offset=</c>, <c>GET /v1/check/{commitment}</c>,
/// <c>GET /v1/status</c>, <c>GET /v1/watch?from_height=</c> (one JSON object a line). The form of messages is
/// <see cref="MessageJsonWriter"/>'s.
/// </remarks>
internal sealed class JsonCalls(ILedgerGateway gateway, int maxRequestBytes)
{
    private const string Receipts = "/v1/receipts/";
    private const string Checks = "/v1/check/";

    /// <summary>Null for an address that is no call.</summary>
    public JsonRoute? Find(string path) => path switch
    {
        "/v1/submit" => new JsonRoute(HttpMethods.Post, false, SubmitAsync),
        "/v1/status" => new JsonRoute(HttpMethods.Get, false, StatusAsync),
        "/v1/watch" => new JsonRoute(HttpMethods.Get, true, WatchAsync),
        _ when path.StartsWith(Receipts, StringComparison.Ordinal) => new JsonRoute(HttpMethods.Get, false, ReceiptAsync),
        _ when path.StartsWith(Checks, StringComparison.Ordinal) => new JsonRoute(HttpMethods.Get, false, CheckAsync),
        _ => null,
    };

    private async Task SubmitAsync(HttpContext context, CancellationToken cancellation)
    {
        JsonQuery.ExpectNone(context.Request);
        if (!context.Request.HasJsonContentType())
        {
            throw new RpcException(GrpcStatus.InvalidArgument, $"{HttpStatus.WrongMediaType}: the body is application/json");
        }

        byte[] body = await JsonBody.ReadAsync(context.Request, maxRequestBytes, cancellation);
        SubmitRequest request = MessageJsonReader.Read<SubmitRequest>(body);
        await AnswerAsync(context, gateway.SubmitAsync(request, cancellation), cancellation);
    }

    private Task ReceiptAsync(HttpContext context, CancellationToken cancellation)
    {
        GetReceiptRequest request = new()
        {
            TransactionId = JsonQuery.Hex(context.Request, Receipts),
            LeafOffset = (uint)JsonQuery.Number(context.Request, "leaf_offset", uint.MaxValue),
        };
        return AnswerAsync(context, gateway.GetReceiptAsync(request, cancellation), cancellation);
    }

    private Task CheckAsync(HttpContext context, CancellationToken cancellation)
    {
        JsonQuery.ExpectNone(context.Request);
        CheckRequest request = new() { Commitment = JsonQuery.Hex(context.Request, Checks) };
        return AnswerAsync(context, gateway.CheckAsync(request, cancellation), cancellation);
    }

    private Task StatusAsync(HttpContext context, CancellationToken cancellation)
    {
        JsonQuery.ExpectNone(context.Request);
        return AnswerAsync(context, gateway.GetStatusAsync(new GetStatusRequest(), cancellation), cancellation);
    }

    private async Task WatchAsync(HttpContext context, CancellationToken cancellation)
    {
        WatchRequest request = new() { FromHeight = JsonQuery.Number(context.Request, "from_height", ulong.MaxValue) };
        IAsyncEnumerable<BlockEvent> events = gateway.WatchAsync(request, cancellation);
        context.Response.ContentType = JsonAnswer.LinesMediaType;
        await context.Response.BodyWriter.FlushAsync(cancellation);
        await foreach (BlockEvent block in events.WithCancellation(cancellation))
        {
            JsonAnswer.WriteLine(context.Response, block);
            await context.Response.BodyWriter.FlushAsync(cancellation);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    // Waiting with the token too: a deadline is answered when it passes, not when the gateway notices.
    private static async Task AnswerAsync<T>(HttpContext context, Task<T> answer, CancellationToken cancellation)
        where T : IMessage
    {
        T message = await answer.WaitAsync(cancellation);
        context.Response.ContentType = JsonAnswer.MediaType;
        JsonAnswer.WriteLine(context.Response, message);
    }
}

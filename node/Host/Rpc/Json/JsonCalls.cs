using Google.Protobuf;
using Ledger.Client.Errors;
using Ledger.Client.V1;
using Ledger.Node.Rpc.Edge;
using Ledger.Node.Rpc.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Ledger.Node.Rpc.Json;

/// <summary>The calls as JSON over HTTP/1.1.</summary>
/// <remarks>
/// <c>POST /v1/submit</c>, <c>POST /v1/submit-batch</c> and <c>POST /v1/submit-stream</c> (bodies of one JSON object a
/// line), <c>GET /v1/receipts/{transaction id}?leaf_offset=</c>, <c>GET /v1/check/{commitment}</c>,
/// <c>GET /v1/anchor-status/{commitment}?issuer=</c>, <c>GET /v1/status</c>, <c>GET /v1/epochs?from_epoch=&amp;limit=</c>,
/// <c>GET /v1/governance?issuers_from=</c>, <c>GET /v1/headers?from_height=&amp;limit=</c>, <c>GET /v1/watch?from_height=</c> (one JSON
/// object a line). The form of messages is
/// <see cref="MessageJsonWriter"/>'s.
/// </remarks>
internal sealed class JsonCalls(ILedgerGateway gateway, SubmissionStream submissions, ByteBudget budget, int maxRequestBytes)
{
    private const string Receipts = "/v1/receipts/";
    private const string Checks = "/v1/check/";
    private const string AnchorStatuses = "/v1/anchor-status/";

    /// <summary>Every address there is.</summary>
    public IReadOnlyList<JsonRoute> Routes =>
    [
        new(HttpMethods.Post, "/v1/submit", "Submit", CallKind.Unary, SubmitAsync),
        new(HttpMethods.Post, "/v1/submit-batch", "SubmitBatch", CallKind.Submit, SubmitBatchAsync),
        new(HttpMethods.Post, "/v1/submit-stream", "SubmitStream", CallKind.Submit, SubmitStreamAsync),
        new(HttpMethods.Get, $"{Receipts}{{transaction_id}}", "GetReceipt", CallKind.Unary, ReceiptAsync),
        new(HttpMethods.Get, $"{Checks}{{commitment}}", "Check", CallKind.Unary, CheckAsync),
        new(HttpMethods.Get, $"{AnchorStatuses}{{commitment}}", "GetAnchorStatus", CallKind.Unary, AnchorStatusAsync),
        new(HttpMethods.Get, "/v1/status", "GetStatus", CallKind.Unary, StatusAsync),
        new(HttpMethods.Get, "/v1/epochs", "GetEpochs", CallKind.Unary, EpochsAsync),
        new(HttpMethods.Get, "/v1/governance", "GetGovernance", CallKind.Unary, GovernanceAsync),
        new(HttpMethods.Get, "/v1/headers", "GetHeaders", CallKind.Unary, HeadersAsync),
        new(HttpMethods.Get, "/v1/watch", "Watch", CallKind.Watch, WatchAsync),
    ];

    private async Task SubmitAsync(HttpContext context, CallScope scope)
    {
        JsonQuery.ExpectNone(context.Request);
        if (!context.Request.HasJsonContentType())
        {
            throw new RpcException(
                ErrorCode.UnsupportedMediaType, "the body is application/json");
        }

        byte[] body = await JsonBody.ReadAsync(context.Request, budget, maxRequestBytes, scope.Token);
        SubmitRequest request = MessageJsonReader.Read<SubmitRequest>(body);
        await AnswerAsync(context, gateway.SubmitAsync(request, scope.Token), scope);
    }

    private async Task SubmitBatchAsync(HttpContext context, CallScope scope)
    {
        SubmitBatchResponse sum = await submissions.SumUpAsync(Lines(context, scope), scope);
        JsonAnswer.Write(context, sum);
    }

    private async Task SubmitStreamAsync(HttpContext context, CallScope scope)
    {
        IAsyncEnumerable<SubmitStreamResponse> answers = submissions.AnswerAsync(Lines(context, scope), scope);
        await WriteLinesAsync(context, answers, scope);
    }

    private IAsyncEnumerable<Submission> Lines(HttpContext context, CallScope scope)
    {
        JsonQuery.ExpectNone(context.Request);
        if (!JsonAnswer.IsLines(context.Request.ContentType))
        {
            throw new RpcException(
                ErrorCode.UnsupportedMediaType, $"the body is {JsonAnswer.LinesMediaType}, one object a line");
        }

        // A client may be silent between its lines.
        context.Features.GetRequiredFeature<IHttpMinRequestBodyDataRateFeature>().MinDataRate = null;
        return JsonLines.ReadAsync(context.Request, budget, maxRequestBytes, scope.Token);
    }

    private Task ReceiptAsync(HttpContext context, CallScope scope)
    {
        GetReceiptRequest request = new()
        {
            TransactionId = JsonQuery.Hex(context.Request, Receipts),
            LeafOffset = (uint)JsonQuery.Number(context.Request, "leaf_offset", uint.MaxValue),
        };
        return AnswerAsync(context, gateway.GetReceiptAsync(request, scope.Token), scope);
    }

    private Task CheckAsync(HttpContext context, CallScope scope)
    {
        JsonQuery.ExpectNone(context.Request);
        CheckRequest request = new() { Commitment = JsonQuery.Hex(context.Request, Checks) };
        return AnswerAsync(context, gateway.CheckAsync(request, scope.Token), scope);
    }

    private Task AnchorStatusAsync(HttpContext context, CallScope scope)
    {
        GetAnchorStatusRequest request = new()
        {
            Issuer = (uint)JsonQuery.Number(context.Request, "issuer", uint.MaxValue),
            Commitment = JsonQuery.Hex(context.Request, AnchorStatuses),
        };
        return AnswerAsync(context, gateway.GetAnchorStatusAsync(request, scope.Token), scope);
    }

    private Task StatusAsync(HttpContext context, CallScope scope)
    {
        JsonQuery.ExpectNone(context.Request);
        return AnswerAsync(context, gateway.GetStatusAsync(new GetStatusRequest(), scope.Token), scope);
    }

    private Task EpochsAsync(HttpContext context, CallScope scope)
    {
        ulong[] numbers = JsonQuery.Numbers(context.Request, uint.MaxValue, "from_epoch", "limit");
        GetEpochsRequest request = new() { FromEpoch = (uint)numbers[0], Limit = (uint)numbers[1] };
        return AnswerAsync(context, gateway.GetEpochsAsync(request, scope.Token), scope);
    }

    private Task GovernanceAsync(HttpContext context, CallScope scope)
    {
        GetGovernanceRequest request = new() { IssuersFrom = (uint)JsonQuery.Number(context.Request, "issuers_from", uint.MaxValue) };
        return AnswerAsync(context, gateway.GetGovernanceAsync(request, scope.Token), scope);
    }

    private Task HeadersAsync(HttpContext context, CallScope scope)
    {
        ulong[] numbers = JsonQuery.Numbers(context.Request, ulong.MaxValue, "from_height", "limit");
        GetHeadersRequest request = new() { FromHeight = numbers[0], Limit = (uint)Math.Min(numbers[1], uint.MaxValue) };
        return AnswerAsync(context, gateway.GetHeadersAsync(request, scope.Token), scope);
    }

    private Task WatchAsync(HttpContext context, CallScope scope)
    {
        WatchRequest request = new() { FromHeight = JsonQuery.Number(context.Request, "from_height", ulong.MaxValue) };
        return WriteLinesAsync(context, gateway.WatchAsync(request, scope.Token), scope);
    }

    private static async Task WriteLinesAsync<T>(HttpContext context, IAsyncEnumerable<T> messages, CallScope scope)
        where T : IMessage
    {
        context.Response.ContentType = JsonAnswer.LinesMediaType;
        await context.Response.BodyWriter.FlushAsync(scope.Token);
        await foreach (T message in messages.WithCancellation(scope.Token))
        {
            JsonAnswer.WriteLine(context.Response, message);
            await context.Response.BodyWriter.FlushAsync(scope.Token);
            scope.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task AnswerAsync<T>(HttpContext context, Task<T> answer, CallScope scope)
        where T : IMessage
    {
        T message = await scope.AnswerAsync(answer);
        JsonAnswer.Write(context, message);
    }
}

using System.Collections.Frozen;
using Ledger.Client.Errors;
using Ledger.Client.Wire;
using Ledger.Node.Rpc.Edge;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ledger.Node.Rpc.Grpc;

/// <summary>Serves gRPC over HTTP/2: finds the method, keeps its time, gives every end its status.</summary>
/// <remarks>grpc/doc/PROTOCOL-HTTP2.md. A request that is not gRPC at all is answered in HTTP: 405 or 415.</remarks>
internal sealed class GrpcEndpoint
{
    private readonly FrozenDictionary<string, GrpcMethod> _methods;
    private readonly RpcOptions _options;
    private readonly CallLimits _limits;
    private readonly ByteBudget _budget;
    private readonly CancellationToken _stopping;

    public GrpcEndpoint(
        IEnumerable<GrpcService> services,
        RpcOptions options,
        CallLimits limits,
        ByteBudget budget,
        CancellationToken stopping)
    {
        _limits = limits;
        _budget = budget;
        _methods = services.SelectMany(service => service.Methods()).ToFrozenDictionary(StringComparer.Ordinal);
        _options = options;
        _stopping = stopping;
    }

    public Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Post;
            return Task.CompletedTask;
        }

        if (!GrpcHeaders.IsGrpc(context.Request.ContentType))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        }

        context.Response.ContentType = GrpcHeaders.ContentType;
        context.Response.Headers[GrpcHeaders.AcceptEncoding] = GrpcHeaders.EncodingsSpoken;
        RequestId.Echo(context);
        return ServeAsync(context);
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (!_methods.TryGetValue(context.Request.Path.Value ?? "", out GrpcMethod? method))
        {
            GrpcCall.Fail(context, new RpcException(ErrorCode.UnknownMethod));
            return;
        }

        (TimeSpan time, ErrorCode late) = (_limits.Longest(method.Kind), CallLimits.AtTheEnd(method.Kind));
        if (context.Request.Headers[GrpcHeaders.Timeout] is [{ } header])
        {
            if (!GrpcTimeout.TryParse(header, out TimeSpan asked))
            {
                GrpcCall.Fail(context, new RpcException(ErrorCode.MalformedTimeout));
                return;
            }

            (time, late) = asked < time ? (asked, ErrorCode.DeadlineExceeded) : (time, late);
        }

        using CallScope scope = new(time, late, context.RequestAborted, _stopping, _options.OnFault);
        await ServeAsync(context, method, scope);
    }

    private async Task ServeAsync(HttpContext context, GrpcMethod method, CallScope scope)
    {
        // The bound is per message and kept by the reader; a body may hold many.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        try
        {
            using CallLimits.Slot slot = _limits.Enter(method.Kind);
            using HeldBytes held = new(_budget);
            await method.ServeAsync(new GrpcCall(context, scope, held, _options.MaxRequestBytes));
        }
        catch (Exception exception)
        {
            RpcException failure = scope.Explain(exception);
            if (!scope.CallerGone)
            {
                GrpcCall.Fail(context, failure);
            }
        }
    }
}

using Ledger.Client.Errors;
using Ledger.Node.Rpc.Edge;
using Ledger.Node.Rpc.Log;
using Ledger.Node.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ledger.Node.Rpc.Json;

/// <summary>Serves the JSON port: finds the call, keeps its time, gives every failure its status and body.</summary>
internal sealed class JsonEndpoint(
    JsonCalls calls, LogEndpoint? log, RpcOptions options, CallLimits limits, CancellationToken stopping)
{
    private readonly JsonRoute[] _routes = [.. calls.Routes];
    private readonly byte[] _description = OpenApiDocument.Of(calls.Routes);

    public Task HandleAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        JsonRoute? route = Array.Find(_routes, route => route.Fits(path));
        if (path == OpenApiDocument.Path)
        {
            return DescribeAsync(context);
        }

        if (path == VerifierPage.Path)
        {
            return PageAsync(context);
        }

        bool isLog = log is not null && LogAddress.Covers(path);
        if (route is null && !isLog && options.Fallback is { } fallback)
        {
            return FallBackAsync(context, fallback);
        }

        RequestId.Echo(context);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return isLog ? ServeLogAsync(context)
            : route is null ? NotFound(context)
            : route.Method != context.Request.Method ? WrongMethod(context, route.Method)
            : ServeAsync(context, route.Kind, route.ServeAsync);
    }

    private Task ServeLogAsync(HttpContext context)
        => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? ServeAsync(context, CallKind.Unary, log!.ServeAsync)
            : WrongMethod(context, $"{HttpMethods.Get}, {HttpMethods.Head}");

    private static async Task FallBackAsync(HttpContext context, RequestDelegate fallback)
    {
        await fallback(context);
        if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound })
        {
            await NotFound(context);
        }
    }

    private async Task ServeAsync(HttpContext context, CallKind kind, Func<HttpContext, CallScope, Task> serve)
    {
        // The bound is kept by JsonBody, which can name it.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        using CallScope scope = new(
            limits.Longest(kind),
            CallLimits.AtTheEnd(kind),
            context.RequestAborted,
            stopping,
            options.OnFault);
        try
        {
            using CallLimits.Slot slot = limits.Enter(kind);
            await serve(context, scope);
        }
        catch (Exception exception)
        {
            RpcException failure = scope.Explain(exception);
            if (!scope.CallerGone)
            {
                JsonAnswer.WriteError(context.Response, failure);
            }
        }
    }

    private Task DescribeAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            return WrongMethod(context, HttpMethods.Get);
        }

        context.Response.ContentType = JsonAnswer.MediaType;
        JsonAnswer.WriteBody(context, _description);
        return Task.CompletedTask;
    }

    /// <summary>To be kept and opened from disk, never run as a page of this node.</summary>
    private static Task PageAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            return WrongMethod(context, HttpMethods.Get);
        }

        context.Response.ContentType = VerifierPage.MediaType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{VerifierPage.FileName}\"";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        JsonAnswer.WriteBody(context, VerifierPage.Bytes);
        return Task.CompletedTask;
    }

    private static Task NotFound(HttpContext context)
    {
        JsonAnswer.WriteError(context.Response, new RpcException(ErrorCode.NotFound));
        return Task.CompletedTask;
    }

    private static Task WrongMethod(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        JsonAnswer.WriteError(
            context.Response, new RpcException(ErrorCode.MethodNotAllowed, $"only {allowed}"));
        return Task.CompletedTask;
    }
}

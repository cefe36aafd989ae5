using System.Diagnostics;
using Ledger.Client;
using Ledger.Client.Wire;
using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc;

/// <summary>Tells of every call that ended: its method, its stable code or status, its time.</summary>
/// <remarks>Labels are closed sets: an address nobody serves is <c>other</c>, whatever it was.</remarks>
internal sealed class RpcObserver(Action<string, string, TimeSpan> onCall)
{
    private static readonly object s_code = new();

    /// <summary>Says how the call of a context failed.</summary>
    public static void Note(HttpContext context, RpcException failure) => context.Items[s_code] = failure.Code;

    public async Task ServeAsync(HttpContext context, RequestDelegate serve)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            await serve(context);
        }
        finally
        {
            string code = context.Items[s_code] as string ?? CodeOf(context);
            onCall(MethodOf(context, code), code, Stopwatch.GetElapsedTime(started));
        }
    }

    private static string CodeOf(HttpContext context)
        => context.RequestAborted.IsCancellationRequested ? GrpcStatus.Cancelled.Name()
            : context.Response.StatusCode < StatusCodes.Status400BadRequest ? GrpcStatus.Ok.Name()
            : $"HTTP_{context.Response.StatusCode}";

    /// <summary>gRPC's own path without its slash, or <c>json</c> and the first part behind the version.</summary>
    private static string MethodOf(HttpContext context, string code)
    {
        string path = context.Request.Path.Value ?? "";
        bool isKnown = code != GrpcStatus.NotFound.Name() && code != GrpcStatus.Unimplemented.Name()
            && !code.StartsWith("HTTP_", StringComparison.Ordinal);
        return !isKnown ? "other"
            : HttpProtocol.IsHttp2(context.Request.Protocol) ? path.TrimStart('/')
            : $"json {string.Join('/', path.Split('/').Take(3)).TrimStart('/')}";
    }
}

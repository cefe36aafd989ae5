using System.Text.Json;
using Ledger.Client.V1;
using Ledger.Node.Running;
using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Telemetry;

/// <summary>What an operator's machines ask on the JSON port: <c>/metrics</c>, <c>/healthz</c>, <c>/readyz</c>.</summary>
/// <remarks>
/// Alive is that the engine turned lately: if not, only a restart helps. Ready is that a submission can be expected to
/// commit: if not, the body says why, and clients go elsewhere.
/// </remarks>
internal sealed class OperatorEndpoints(EngineLoop loop, Readiness readiness, MetricsCollector? metrics, RequestDelegate? next)
{
    /// <summary>A turn begins at least every heartbeat; only a flush that hangs takes this long.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(30);

    public Task HandleAsync(HttpContext context)
    {
        bool isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        return (isRead, context.Request.Path.Value) switch
        {
            (true, "/metrics") when metrics is not null => MetricsAsync(context, metrics),
            (true, "/healthz") => HealthAsync(context),
            (true, "/readyz") => ReadyAsync(context),
            _ => next?.Invoke(context) ?? LeaveAsync(context),
        };
    }

    private static Task MetricsAsync(HttpContext context, MetricsCollector metrics)
        => AnswerAsync(context, StatusCodes.Status200OK, PrometheusText.ContentType, metrics.Scrape());

    private Task HealthAsync(HttpContext context)
    {
        bool alive = loop.TurnAge < LongestTurn && !loop.Completion.IsCompleted;
        return JsonAsync(context, alive, new { alive, turn_age_ms = (long)loop.TurnAge.TotalMilliseconds });
    }

    private Task ReadyAsync(HttpContext context)
    {
        StatusResponse? last = readiness.Last;
        bool ready = last?.Ready == true && !readiness.Stopping;
        string reason = readiness.Stopping ? "the node is stopping" : last?.StallReason ?? "the node is starting";
        return JsonAsync(context, ready, new
        {
            ready,
            stopping = readiness.Stopping,
            stall_cause = StallCauses.Name(last?.StallCause ?? StallCause.Unspecified),
            stall_ms = last?.StallMs ?? 0,
            missing = last?.Missing.ToArray() ?? [],
            reason = ready ? "" : reason,
        });
    }

    private static Task JsonAsync(HttpContext context, bool isWell, object body)
        => AnswerAsync(
            context,
            isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            "application/json",
            JsonSerializer.Serialize(body) + "\n");

    /// <summary>Says nothing of its own: the JSON port has the words for what nobody serves.</summary>
    private static Task LeaveAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static Task AnswerAsync(HttpContext context, int status, string type, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}

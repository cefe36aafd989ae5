using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc.Json;

/// <summary>What serves one address: its HTTP method, whether it may last, and the call itself.</summary>
internal sealed record JsonRoute(string Method, bool IsStreaming, Func<HttpContext, CallScope, Task> ServeAsync);

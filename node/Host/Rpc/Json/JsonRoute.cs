using Ledger.Node.Rpc.Edge;
using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc.Json;

/// <summary>What serves one address: its HTTP method, which of the limits it counts for, and the call itself.</summary>
internal sealed record JsonRoute(string Method, CallKind Kind, Func<HttpContext, CallScope, Task> ServeAsync);

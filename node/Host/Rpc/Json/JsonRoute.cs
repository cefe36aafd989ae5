using Google.Protobuf.Reflection;
using Ledger.Client.V1;
using Ledger.Node.Rpc.Edge;
using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc.Json;

/// <summary>What serves one address: its HTTP method, which of the limits it counts for, and the call itself.</summary>
/// <param name="Template">The path; a field of the request in braces may end it.</param>
/// <param name="Rpc">The method of <c>ledger.v1.Ledger</c> that this is in JSON.</param>
internal sealed record JsonRoute(
    string Method, string Template, string Rpc, CallKind Kind, Func<HttpContext, CallScope, Task> ServeAsync)
{
    private static readonly ServiceDescriptor Service =
        LedgerReflection.Descriptor.FindTypeByName<ServiceDescriptor>("Ledger");

    public MethodDescriptor Descriptor => Service.FindMethodByName(Rpc);

    /// <summary>What precedes the field, or the whole path.</summary>
    public string Prefix => Template.IndexOf('{') is > 0 and int brace ? Template[..brace] : Template;

    public bool Fits(string path)
        => Prefix.Length < Template.Length ? path.StartsWith(Prefix, StringComparison.Ordinal) : path == Template;
}

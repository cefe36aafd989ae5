using System.Net;
using Ledger.Client;

namespace Ledger.Tests.Rpc;

/// <summary>What a raw call came back with.</summary>
internal sealed record RawAnswer(
    HttpStatusCode Http, GrpcStatus? Status, string? Message, string? AcceptEncoding, byte[] Body)
{
    /// <summary>Every header and trailer.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }
}

using System.Collections.Frozen;

namespace Ledger.Client.Errors;

/// <summary>The one table of what the RPC refuses with: names, statuses, texts in two languages, remedies.</summary>
/// <remarks>
/// Statuses follow google/rpc/code.proto, except that broken framing is INTERNAL and a foreign encoding UNIMPLEMENTED,
/// as grpc/doc/statuscodes.md has it, and that HTTP keeps those it has of its own.
/// </remarks>
public static partial class ErrorCatalogue
{
    /// <summary>Every entry, in the order of <see cref="ErrorCode"/>.</summary>
    public static IReadOnlyList<ErrorEntry> All { get; } = [.. OfTransactions, .. OfRequests, .. OfConnections, .. OfEnds];

    // Behind the table they are made from: initializers run in the order they stand in.
    private static readonly FrozenDictionary<ErrorCode, ErrorEntry> ByCode = All.ToFrozenDictionary(e => e.Code);
    private static readonly FrozenDictionary<string, ErrorEntry> ByName = All.ToFrozenDictionary(e => e.Name);

    public static ErrorEntry Of(ErrorCode code) => ByCode[code];

    /// <summary>Null for a name that no node of this version gives.</summary>
    public static ErrorEntry? Find(string name) => ByName.GetValueOrDefault(name);
}

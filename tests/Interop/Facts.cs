namespace Ledger.Tests.Interop;

/// <summary>What every client finds out about a node, whatever language it is written in.</summary>
/// <remarks>A client that has no such fact says so, and the test of that fact fails.</remarks>
internal static class Facts
{
    /// <summary>Of a call that is never answered, which no real node does: it needs the fake one.</summary>
    public const string DeadlineOfACall = "deadline_of_a_call";

    /// <summary>Over gRPC and as JSON.</summary>
    public static IReadOnlyList<string> OfEveryClient { get; } =
    [
        // one question, one answer
        "status", "submit", "get_receipt", "not_anchored",

        // streams: from the server, from the client, both ways
        "watch", "submit_batch", "submit_stream",

        // refusals: stable code, details, English and Chinese
        "bad_signature", "refusal_details", "unknown_transaction", "wrong_length", "unknown_method",

        // sizes: 8 MB is read, one byte more is refused, the biggest transaction is anchored, compressed bytes count as plain ones
        "at_the_limit", "above_the_limit", "big_transaction", "gzip", "gzip_bomb",

        // ends
        "cancelled", DeadlineOfACall, "deadline_of_a_stream",

        // what every server has: an id for each call, a description of itself
        "request_id", "describes_itself",
    ];

    /// <summary>Services that are gRPC's own.</summary>
    public static IReadOnlyList<string> OfGrpc { get; } = [.. OfEveryClient, "health_check", "health_watch"];

    /// <summary>Those of them that real nodes can show.</summary>
    public static IEnumerable<string> OfNodes(InteropClient client) => client.Facts.Where(fact => fact != DeadlineOfACall);
}

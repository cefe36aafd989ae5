using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>A frame as it came from a peer's authenticated channel: nothing in it has been believed yet.</summary>
public readonly record struct Envelope(ValidatorIndex From, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Longest frame on the votes lane: a NewView of 64 ViewChanges with two certificates of 64 signatures each.</summary>
    public const int MaximumVoteBytes = 1024 * 1024;

    /// <summary>Longest frame on the bulk lane.</summary>
    public const int MaximumBulkBytes = Blocks.Batch.MaximumBytes + 2;
}

using System.Buffers.Binary;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>A frame as it came from a peer's authenticated channel: nothing in it has been believed yet.</summary>
public readonly record struct Envelope(ValidatorIndex From, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Kind, sender and epoch: what every frame begins with, in bytes.</summary>
    public const int HeaderBytes = 1 + 1 + 4;

    /// <summary>Longest frame on the votes lane: a NewView of 64 ViewChanges with two certificates of 64 signatures each.</summary>
    public const int MaximumVoteBytes = 1024 * 1024;

    /// <summary>Longest frame on the bulk lane.</summary>
    public const int MaximumBulkBytes = Blocks.Batch.MaximumBytes + HeaderBytes;

    /// <summary>The epoch it claims to be of; 0 when it is too short to claim one.</summary>
    public Epoch Epoch
        => Bytes.Length < HeaderBytes ? default : new Epoch(BinaryPrimitives.ReadUInt32BigEndian(Bytes.Span[2..]));
}

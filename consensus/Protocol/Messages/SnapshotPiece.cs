using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;

namespace Ledger.Protocol.Messages;

/// <summary>One piece of a snapshot; empty when the sender does not have it, or not any longer.</summary>
/// <param name="Bytes">
/// Behind their length. Blocks: count u32, each behind its length as the block log has it. Leaves: the records back to back. Entries:
/// count u32, key and value of each behind their lengths, in path order.
/// </param>
public sealed record SnapshotPiece(
    ValidatorIndex Sender, Height Snapshot, PieceKind Piece, ulong First, ReadOnlyMemory<byte> Bytes) : Message(Sender)
{
    /// <summary>Most bytes of a piece, so that its frame fits its lane; what is longer is cut where it can be, else not served.</summary>
    public const int MaximumBytes = Envelope.MaximumBulkBytes - Envelope.HeaderBytes - sizeof(ulong) - 1 - sizeof(ulong) - sizeof(uint);

    public override MessageKind Kind => MessageKind.SnapshotPiece;

    protected override void WriteBody(WireWriter writer)
        => writer.Height(Snapshot).U8((byte)Piece).U64(First).Block(Bytes.Span);
}

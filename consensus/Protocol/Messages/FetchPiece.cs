using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;

namespace Ledger.Protocol.Messages;

/// <summary>Asks for a piece of a snapshot, answered by a <see cref="SnapshotPiece"/>.</summary>
/// <param name="Snapshot">The snapshot's height; blocks and leaves below it are the same for all.</param>
/// <param name="First">The first height, leaf index or part of the map.</param>
/// <param name="Last">The last one.</param>
public sealed record FetchPiece(ValidatorIndex Sender, Height Snapshot, PieceKind Piece, ulong First, ulong Last) : Message(Sender)
{
    public override MessageKind Kind => MessageKind.FetchPiece;

    protected override void WriteBody(WireWriter writer)
        => writer.Height(Snapshot).U8((byte)Piece).U64(First).U64(Last);
}

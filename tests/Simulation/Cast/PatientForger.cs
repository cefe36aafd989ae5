using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Snapshots;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;
using Ledger.Storage.State;

namespace Ledger.Simulation.Cast;

/// <summary>Lies about every part of a snapshot, but about one kind of thing at a time: the next with each connection of a peer.</summary>
/// <remarks>
/// A process that noticed who lied does not ask it again: only one that was started anew hears the next lie. Offers first, which it sends
/// without being asked; then blocks, leaves and parts of the state, of which those it does not have are made up.
/// </remarks>
public sealed class PatientForger(IStage stage) : Adversary(stage)
{
    /// <summary>None stands for offers.</summary>
    private static readonly PieceKind[] Kinds = [PieceKind.None, PieceKind.Blocks, PieceKind.Leaves, PieceKind.Entries];

    private readonly Dictionary<ValidatorIndex, int> _connections = [];

    public override void Meets(ValidatorIndex peer)
    {
        _connections[peer] = _connections.GetValueOrDefault(peer, -1) + 1;
        if (KindFor(peer) == PieceKind.None && Stage.Engine is { } engine && engine.Chain.Head > Height.Genesis
            && engine.Chain.Read(engine.Chain.Head) is { Certificate: { } certificate } head)
        {
            TwinDigest[] leaves = [.. Enumerable.Repeat(MadeUp, (int)SnapshotOutline.PiecesOf(head.Block.Header.LogSize))];
            MapRoot[] parts = new MapRoot[SnapshotOutline.MapParts];
            Transmit(peer, new SnapshotOffer(Stage.Self, new SnapshotOutline([], head.Block.Header, certificate, leaves, parts)));
        }
    }

    public override void Say(ValidatorIndex to, Message message)
        => Transmit(to, message switch
        {
            SnapshotOffer offer when KindFor(to) == PieceKind.None
                => offer with { Outline = offer.Outline with { MapRoots = [.. offer.Outline.MapRoots.Reverse()] } },
            SnapshotPiece piece when KindFor(to) == piece.Piece => piece with { Bytes = Forge(piece) },
            _ => message,
        });

    private static TwinDigest MadeUp => new(Sha256.Hash("forged"u8), Sha256.Hash("forged"u8));

    private PieceKind KindFor(ValidatorIndex peer) => Kinds[_connections.GetValueOrDefault(peer) % Kinds.Length];

    /// <summary>The last byte is of a certificate, a record or a value.</summary>
    private static byte[] Forge(SnapshotPiece piece)
    {
        byte[] bytes = piece.Bytes.Length == 0 && piece.Piece == PieceKind.Entries
            ? PieceCodec.EncodeEntries([new MapEntry([1, 2, 3], [4])])
            : piece.Bytes.ToArray();
        if (bytes.Length > 0)
        {
            bytes[^1] ^= 1;
        }

        return bytes;
    }
}

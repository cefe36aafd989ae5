using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;

namespace Ledger.Simulation.Cast;

/// <summary>Serves snapshots of which something is not the chain's: a root, a leaf, an entry, a block, or nothing at all.</summary>
public sealed class PieceForger(IStage stage) : Adversary(stage)
{
    public override void Say(ValidatorIndex to, Message message)
    {
        Message? told = message switch
        {
            SnapshotOffer offer => Forge(offer),
            SnapshotPiece piece => Forge(piece),
            _ => message,
        };
        if (told is not null)
        {
            Transmit(to, told);
        }
    }

    private SnapshotOffer Forge(SnapshotOffer offer)
    {
        SnapshotOutline outline = offer.Outline;
        return Stage.Random.Below(4) switch
        {
            0 => offer with { Outline = outline with { LeafRoots = [.. outline.LeafRoots.Select(r => new TwinDigest(r.Sm3, r.Sha256))] } },
            1 => offer with { Outline = outline with { Header = outline.Header with { StateRoot = Sha256.Hash("forged"u8) } } },
            2 => offer with { Outline = outline with { MapRoots = [.. outline.MapRoots.Reverse()] } },
            _ => offer,
        };
    }

    /// <summary>Null for silence. A changed byte is in the last record, value or certificate.</summary>
    private SnapshotPiece? Forge(SnapshotPiece piece)
    {
        byte[] bytes = piece.Bytes.ToArray();
        switch (Stage.Random.Below(4))
        {
            case 0:
                return null;
            case 1:
                return piece with { Bytes = default };
            case 2 when bytes.Length > 0:
                bytes[^(1 + Stage.Random.Below(Math.Min(bytes.Length, 32)))] ^= 1;
                return piece with { Bytes = bytes };
            default:
                return piece;
        }
    }
}

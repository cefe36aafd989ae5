using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>One thing a replica must remember before it says it (PROTOCOL.md N2-N4, N7, V2, E1, D2, D3). A journal record.</summary>
public abstract record Promise
{
    /// <summary>Longest encoding in bytes: a ViewChange with two certificates of 64 signatures.</summary>
    public const int MaximumBytes = 64 * 1024;

    /// <summary>N3: the block is kept until one at its height or above is committed.</summary>
    public sealed record Held(Block Block) : Promise;

    /// <summary>N2: nothing at or below this position is prepared again.</summary>
    public sealed record Prepared(Position Position, BlockId Block) : Promise;

    /// <summary>N4: the highest certificate.</summary>
    public sealed record Certified(QuorumCertificate Certificate) : Promise;

    /// <summary>V2: nothing is signed below its view; resent byte for byte.</summary>
    public sealed record Left(ViewChange ViewChange) : Promise;

    /// <summary>N7: after a restart nothing is proposed in this view or below.</summary>
    public sealed record Primary(View View) : Promise;

    /// <summary>E1, E2: the last block of the epoch before is durable with its certificate; nothing is signed there any more.</summary>
    public sealed record Entered(Epoch Epoch) : Promise;

    /// <summary>D2: the epoch that this validator's own Rejoin began is entered; it may sign again from here.</summary>
    public sealed record Rejoined : Promise;

    /// <summary>D3: by the operators' order it may sign in this epoch, above all that it may have signed before.</summary>
    public sealed record Recovered(Epoch Epoch) : Promise;

    public byte[] Encode()
    {
        WireWriter writer = new();
        Write(writer);
        return writer.ToArray();
    }

    public void Write(WireWriter writer)
    {
        switch (this)
        {
            case Held p:
                p.Block.Write(writer.U8(1));
                break;
            case Prepared p:
                writer.U8(2).View(p.Position.View).Height(p.Position.Height).Digest(p.Block.Sha256).Digest(p.Block.Sm3);
                break;
            case Certified p:
                p.Certificate.Write(writer.U8(3));
                break;
            case Left p:
                writer.U8(4).Block(p.ViewChange.Encode());
                break;
            case Primary p:
                writer.U8(5).View(p.View);
                break;
            case Entered p:
                writer.U8(6).Epoch(p.Epoch);
                break;
            case Rejoined:
                writer.U8(7);
                break;
            case Recovered p:
                writer.U8(8).Epoch(p.Epoch);
                break;
        }
    }

    /// <summary>Reads one promise of this validator's own journal.</summary>
    public static Promise? Read(ref WireReader reader)
    {
        switch (reader.U8())
        {
            case 1:
                return new Held(Block.Read(ref reader));
            case 2:
                return new Prepared(
                    new Position(reader.View(), reader.Height()), new BlockId(reader.Digest(), reader.Digest()));
            case 3:
                return new Certified(QuorumCertificate.Read(ref reader));
            case 4:
                return MessageDecoder.ReadOwn<ViewChange>(reader.Block(MaximumBytes).ToArray()) is { } change
                    ? new Left(change)
                    : null;
            case 5:
                return new Primary(reader.View());
            case 6:
                return new Entered(reader.Epoch());
            case 7:
                return new Rejoined();
            case 8:
                return new Recovered(reader.Epoch());
            default:
                reader.Fail(DecodeFault.UnknownKind);
                return null;
        }
    }
}

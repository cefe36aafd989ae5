using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>A run of blocks, each the parent of the next, with the certificate of the last when the sender holds one.</summary>
public sealed record ChainSegment(ValidatorIndex Sender, IReadOnlyList<Block> Chain, QuorumCertificate? Certificate)
    : Message(Sender)
{
    /// <summary>Most blocks in one message.</summary>
    public const int MaximumBlocks = 64;

    public override MessageKind Kind => MessageKind.ChainSegment;

    protected override void WriteBody(WireWriter writer)
    {
        writer.U32((uint)Chain.Count);
        foreach (Block block in Chain)
        {
            block.Write(writer);
        }

        QuorumCertificate.WriteOptional(writer, Certificate);
    }
}

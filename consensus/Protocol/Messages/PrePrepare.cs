using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>The primary of a view proposes a block (PBFT 4.2; PROTOCOL.md N1). It is no vote.</summary>
public sealed record PrePrepare(ValidatorIndex Sender, View View, Block Block, ReadOnlyMemory<byte> Signature)
    : Message(Sender)
{
    public override MessageKind Kind => MessageKind.PrePrepare;

    public Statement Statement => new(StatementType.PrePrepare, View, Block.Height, Block.Id);

    protected override void WriteBody(WireWriter writer)
    {
        writer.View(View);
        Block.Write(writer);
        writer.Raw(Signature.Span);
    }
}

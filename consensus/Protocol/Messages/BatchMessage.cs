using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>Carries one batch; the batch is checked by its digest, so the sender signs nothing.</summary>
public sealed record BatchMessage(ValidatorIndex Sender, Batch Batch) : Message(Sender)
{
    public override MessageKind Kind => MessageKind.Batch;

    protected override void WriteBody(WireWriter writer) => writer.Raw(Batch.Bytes.Span);
}

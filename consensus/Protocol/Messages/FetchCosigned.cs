using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>Asks for cosignatures of a checkpoint that is not published at the asker, answered by <see cref="Cosigned"/> (PROTOCOL.md C1).</summary>
/// <remarks>Only time makes one, and nothing answers the answer. Of its sender's epoch: in another its lines would count for nothing.</remarks>
/// <param name="AtLeast">Leaves, at most 2^63 - 1: of no use to the asker is a smaller tree; 0 when it has published none in this epoch.</param>
public sealed record FetchCosigned(ValidatorIndex Sender, ulong AtLeast) : Message(Sender)
{
    public override MessageKind Kind => MessageKind.FetchCosigned;

    protected override void WriteBody(WireWriter writer) => writer.U64(AtLeast);
}

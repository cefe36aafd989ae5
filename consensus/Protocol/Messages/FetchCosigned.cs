using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>Asks for cosignatures of what the asker has not published, answered by <see cref="Cosigned"/> (PROTOCOL.md C1).</summary>
/// <remarks>Only time makes one, and nothing answers the answer. Of its sender's epoch: lines of another count for nothing.</remarks>
/// <param name="AtLeast">Leaves, at most 2^63 - 1: a smaller tree is of no use; 0 when none is published in this epoch.</param>
public sealed record FetchCosigned(ValidatorIndex Sender, ulong AtLeast) : Message(Sender)
{
    public override MessageKind Kind => MessageKind.FetchCosigned;

    protected override void WriteBody(WireWriter writer) => writer.U64(AtLeast);
}

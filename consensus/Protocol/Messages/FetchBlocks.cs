using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>Asks for blocks above <see cref="Above"/> up to the block <see cref="Target"/> (PROTOCOL.md V5).</summary>
/// <remarks>A zero target means whatever is committed there.</remarks>
public sealed record FetchBlocks(ValidatorIndex Sender, Height Above, Digest Target) : Message(Sender)
{
    public override MessageKind Kind => MessageKind.FetchBlocks;

    protected override void WriteBody(WireWriter writer) => writer.Height(Above).Digest(Target);
}

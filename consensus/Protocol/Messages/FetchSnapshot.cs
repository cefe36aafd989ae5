using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>Asks for the outline of a recent snapshot, answered by a <see cref="SnapshotOffer"/>.</summary>
/// <param name="Above">Of no use to the asker unless it is of a greater height.</param>
public sealed record FetchSnapshot(ValidatorIndex Sender, Height Above) : Message(Sender)
{
    public override MessageKind Kind => MessageKind.FetchSnapshot;

    protected override void WriteBody(WireWriter writer) => writer.Height(Above);
}

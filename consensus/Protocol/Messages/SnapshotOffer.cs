using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;

namespace Ledger.Protocol.Messages;

/// <summary>The outline of a snapshot that the sender serves pieces of, for some minutes at least.</summary>
public sealed record SnapshotOffer(ValidatorIndex Sender, SnapshotOutline Outline) : Message(Sender)
{
    public override MessageKind Kind => MessageKind.SnapshotOffer;

    protected override void WriteBody(WireWriter writer) => Outline.Write(writer);
}

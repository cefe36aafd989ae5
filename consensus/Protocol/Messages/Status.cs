using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>Where a replica stands, so that a peer can send again what it lacks (PROTOCOL.md V7).</summary>
/// <remarks>Unsigned: it is about the sender alone and the channel names the sender.</remarks>
/// <param name="Participating">False while it waits for the NewView of <paramref name="View"/>.</param>
/// <param name="Asked">The highest view it asked for.</param>
public sealed record Status(
    ValidatorIndex Sender, View View, bool Participating, View Asked, Height Committed, Height Prepared)
    : Message(Sender)
{
    public override MessageKind Kind => MessageKind.Status;

    protected override void WriteBody(WireWriter writer)
        => writer.View(View).Bool(Participating).View(Asked).Height(Committed).Height(Prepared);
}

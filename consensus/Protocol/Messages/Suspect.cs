using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>Asks for a view without promising anything (PROTOCOL.md V1).</summary>
public sealed record Suspect(ValidatorIndex Sender, View View, ReadOnlyMemory<byte> Signature) : Message(Sender)
{
    public override MessageKind Kind => MessageKind.Suspect;

    public Statement Statement => StatementFor(View);

    public static Statement StatementFor(View view) => new(StatementType.Suspect, view, default, default);

    protected override void WriteBody(WireWriter writer) => writer.View(View).Raw(Signature.Span);
}

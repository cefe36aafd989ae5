using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Messages;

/// <summary>The primary of a view opens it with ViewChanges that are a jurisdiction quorum (PBFT 4.4; PROTOCOL.md V3).</summary>
public sealed record NewView(
    ValidatorIndex Sender, View View, IReadOnlyList<ViewChange> ViewChanges, ReadOnlyMemory<byte> Signature)
    : Message(Sender)
{
    public override MessageKind Kind => MessageKind.NewView;

    public Statement Statement => StatementFor(View, ViewChanges);

    /// <summary>base(v): the highest by (view, height) of all certificates in the ViewChanges; null is the epoch's start.</summary>
    public QuorumCertificate? Base
        => ViewChanges.Aggregate((QuorumCertificate?)null, (b, c) => QuorumCertificate.Higher(b, c.Highest));

    public SignerSet Signers => SignerSet.Of(ViewChanges.Select(c => c.Sender));

    public static Statement StatementFor(View view, IReadOnlyList<ViewChange> viewChanges)
    {
        WireWriter content = new(4096);
        WriteViewChanges(content, viewChanges);
        return new Statement(StatementType.NewView, view, default, Statement.SubjectOf(content.Written));
    }

    protected override void WriteBody(WireWriter writer)
    {
        writer.View(View);
        WriteViewChanges(writer, ViewChanges);
        writer.Raw(Signature.Span);
    }

    private static void WriteViewChanges(WireWriter writer, IReadOnlyList<ViewChange> viewChanges)
    {
        writer.U32((uint)viewChanges.Count);
        foreach (ViewChange change in viewChanges)
        {
            writer.Validator(change.Sender);
            change.WriteContent(writer);
        }
    }
}

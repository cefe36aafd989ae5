using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>Leaves every view below <see cref="View"/> for good, with the highest certificates held (PBFT 4.4; V2).</summary>
public sealed record ViewChange(
    ValidatorIndex Sender,
    View View,
    QuorumCertificate? HighestCommit,
    QuorumCertificate? HighestPrepared,
    ReadOnlyMemory<byte> Signature) : Message(Sender)
{
    public override MessageKind Kind => MessageKind.ViewChange;

    public Statement Statement => StatementFor(View, HighestCommit, HighestPrepared);

    /// <summary>The higher of the two certificates by (view, height).</summary>
    public QuorumCertificate? Highest => QuorumCertificate.Higher(HighestCommit, HighestPrepared);

    public static Statement StatementFor(View view, QuorumCertificate? commit, QuorumCertificate? prepared)
    {
        WireWriter content = new(1024);
        QuorumCertificate.WriteOptional(content, commit);
        QuorumCertificate.WriteOptional(content, prepared);
        return new Statement(StatementType.ViewChange, view, default, Statement.SubjectOf(content.Written));
    }

    protected override void WriteBody(WireWriter writer) => WriteContent(writer);

    internal void WriteContent(WireWriter writer)
    {
        writer.View(View);
        QuorumCertificate.WriteOptional(writer, HighestCommit);
        QuorumCertificate.WriteOptional(writer, HighestPrepared);
        writer.Raw(Signature.Span);
    }
}

using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Messages;

/// <summary>A Prepare or a Commit for one block in one view (PBFT 4.2; PROTOCOL.md N2, N4).</summary>
public sealed record Vote(ValidatorIndex Sender, Statement Statement, ReadOnlyMemory<byte> Signature) : Message(Sender)
{
    public override MessageKind Kind => IsCommit ? MessageKind.Commit : MessageKind.Prepare;

    public bool IsCommit => Statement.Type == StatementType.Commit;

    public View View => Statement.View;

    public Height Height => Statement.Height;

    public BlockId Block => Statement.Subject;

    protected override void WriteBody(WireWriter writer)
        => writer.View(View).Height(Height).Digest(Block.Sha256).Digest(Block.Sm3).Raw(Signature.Span);
}

using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;

namespace Ledger.Protocol.Evidence;

/// <summary>A statement with its signature: all of a message that evidence needs, however long the message was.</summary>
/// <remarks>Wire: type u8, view u64, height u64, SHA-256 32, SM3 32, signature 64.</remarks>
public readonly record struct SignedStatement(Statement Statement, ReadOnlyMemory<byte> Signature)
{
    public static SignedStatement Of(PrePrepare message) => new(message.Statement, message.Signature);

    public static SignedStatement Of(Vote message) => new(message.Statement, message.Signature);

    public static SignedStatement Of(ViewChange message) => new(message.Statement, message.Signature);

    public static SignedStatement Of(NewView message) => new(message.Statement, message.Signature);

    public void Write(WireWriter writer)
        => writer.U8((byte)Statement.Type).View(Statement.View).Height(Statement.Height)
            .Digest(Statement.Subject.Sha256).Digest(Statement.Subject.Sm3).Raw(Signature.Span);

    public static SignedStatement Read(ref WireReader reader)
    {
        StatementType type = (StatementType)reader.U8();
        reader.Require(type is >= StatementType.PrePrepare and <= StatementType.NewView, DecodeFault.UnknownKind);
        Statement statement = new(
            type, reader.View(), reader.Height(), new BlockId(reader.Digest(), reader.Digest()));
        return new SignedStatement(statement, reader.Take(SignatureSuites.SignatureSize).ToArray());
    }
}

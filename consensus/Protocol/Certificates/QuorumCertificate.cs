using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Certificates;

/// <summary>Signatures of distinct validators over one byte-identical Prepare or Commit statement (PROTOCOL.md N0).</summary>
/// <remarks>
/// A PreparedCertificate when <see cref="IsCommit"/> is false, a CommitCertificate when it is true.
/// Wire: type u8, view u64, height u64, SHA-256 32, SM3 32, signers u64 mask, 64 bytes a signer in index order.
/// </remarks>
public sealed class QuorumCertificate
{
    private readonly byte[] _signatures;

    public QuorumCertificate(Statement statement, SignerSet signers, byte[] signatures)
    {
        Invariant.Holds(
            signatures.Length == signers.Count * SignatureSuites.SignatureSize, "a certificate has a signature a signer");
        Statement = statement;
        Signers = signers;
        _signatures = signatures;
    }

    public Statement Statement { get; }

    public SignerSet Signers { get; }

    public bool IsCommit => Statement.Type == StatementType.Commit;

    public View View => Statement.View;

    public Height Height => Statement.Height;

    public Position Position => new(View, Height);

    public BlockId Block => Statement.Subject;

    /// <summary>The signers' signatures, 64 bytes each, in index order.</summary>
    public ReadOnlySpan<byte> Signatures => _signatures;

    /// <summary>True when the signers are a jurisdiction quorum of the epoch's validators and each signature is good.</summary>
    public bool IsValid(EpochConfiguration epoch, SignatureSuites suites)
    {
        ValidatorSet set = epoch.Validators;
        if (!set.HasQuorum(Signers))
        {
            return false;
        }

        byte[] signed = Statement.SignedBytes(epoch.Context);
        int at = 0;
        foreach (ValidatorIndex signer in Signers.Members)
        {
            ReadOnlySpan<byte> signature = _signatures.AsSpan(at, SignatureSuites.SignatureSize);
            at += SignatureSuites.SignatureSize;
            if (!set.Contains(signer)
                || !suites.Verify(set[signer].Suite, set[signer].PublicKey.Span, signed, signature))
            {
                return false;
            }
        }

        return true;
    }

    public void Write(WireWriter writer)
        => writer.U8((byte)Statement.Type).View(View).Height(Height)
            .Digest(Block.Sha256).Digest(Block.Sm3).U64(Signers.Mask).Raw(_signatures);

    public byte[] Encode()
    {
        WireWriter writer = new(512);
        Write(writer);
        return writer.ToArray();
    }

    public static QuorumCertificate Read(ref WireReader reader)
    {
        StatementType type = (StatementType)reader.U8();
        reader.Require(type is StatementType.Prepare or StatementType.Commit, DecodeFault.UnknownKind);
        Statement statement = new(
            type, reader.View(), reader.Height(), new BlockId(reader.Digest(), reader.Digest()));
        SignerSet signers = new(reader.U64());
        byte[] signatures = reader.Take(signers.Count * SignatureSuites.SignatureSize).ToArray();
        return reader.Failed
            ? new QuorumCertificate(statement, SignerSet.Empty, [])
            : new QuorumCertificate(statement, signers, signatures);
    }

    /// <summary>Present flag u8, then the certificate.</summary>
    public static void WriteOptional(WireWriter writer, QuorumCertificate? certificate)
    {
        writer.Bool(certificate is not null);
        certificate?.Write(writer);
    }

    public static QuorumCertificate? ReadOptional(ref WireReader reader) => reader.Bool() ? Read(ref reader) : null;

    /// <summary>The greater by (view, height); null is below everything.</summary>
    public static QuorumCertificate? Higher(QuorumCertificate? left, QuorumCertificate? right)
        => left is null ? right : right is null || right.Position <= left.Position ? left : right;

    public override string ToString() => $"{Statement.Type} {Position} {Block}";
}

using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Certificates;

/// <summary>What a validator signs: domain tag, chain, epoch, set, type, view, height and two digests (PROTOCOL.md N0).</summary>
/// <remarks>For a ViewChange or NewView the digests are those of its content; for a Suspect they are zero.</remarks>
public readonly record struct Statement(StatementType Type, View View, Height Height, BlockId Subject)
{
    private static readonly byte[] DomainTag = "ledger/pbft/v1\0\0"u8.ToArray();

    public byte[] SignedBytes(VoteContext context)
    {
        WireWriter writer = new(192);
        writer.Raw(DomainTag).Digest(context.ChainId).Epoch(context.Epoch).Digest(context.ConfigurationHash)
            .U8((byte)Type).View(View).Height(Height).Digest(Subject.Sha256).Digest(Subject.Sm3);
        return writer.ToArray();
    }

    public byte[] Sign(VoteContext context, ISigner signer) => signer.Sign(SignedBytes(context));

    public bool IsSignedBy(
        Validator validator, VoteContext context, SignatureSuites suites, ReadOnlySpan<byte> signature)
        => suites.Verify(validator.Suite, validator.PublicKey.Span, SignedBytes(context), signature);

    /// <summary>The subject of a statement about other bytes than a header's.</summary>
    public static BlockId SubjectOf(ReadOnlySpan<byte> content) => new(Sha256.Hash(content), Sm3.Hash(content));
}

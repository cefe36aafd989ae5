using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Governance;

/// <summary>The proof that whoever asks for a consensus key to be let in holds it (PROTOCOL.md E5).</summary>
/// <remarks>
/// Without it a member could be let in under another's key, and every vote of that other would speak for two. The key signs a
/// domain tag, the chain id and the whole record, so the proof is good for one chain, one name and one set of keys.
/// </remarks>
public static class Possession
{
    private static readonly byte[] DomainTag = "ledger/possess/1"u8.ToArray();

    private static readonly byte[] IssuerTag = "ledger/possess/i"u8.ToArray();

    public static byte[] Prove(Digest chainId, Validator validator, ISigner consensusKey)
        => consensusKey.Sign(SignedBytes(chainId, validator));

    public static bool IsProven(Digest chainId, Validator validator, ReadOnlySpan<byte> proof, SignatureSuites suites)
        => suites.Verify(validator.Suite, validator.PublicKey.Span, SignedBytes(chainId, validator), proof);

    /// <summary>Of an issuer's key, under another tag; without its index, which the chain gives (E6).</summary>
    public static byte[] Prove(Digest chainId, Issuer issuer, ISigner issuerKey) => issuerKey.Sign(SignedBytes(chainId, issuer));

    public static bool IsProven(Digest chainId, Issuer issuer, ReadOnlySpan<byte> proof, SignatureSuites suites)
        => suites.Verify(issuer.Suite, issuer.PublicKey.Span, SignedBytes(chainId, issuer), proof);

    internal static byte[] Read(ref WireReader reader) => reader.Take(SignatureSuites.SignatureSize).ToArray();

    private static byte[] SignedBytes(Digest chainId, Issuer issuer)
    {
        WireWriter writer = new();
        issuer.WriteMember(writer.Raw(IssuerTag).Digest(chainId));
        return writer.ToArray();
    }

    private static byte[] SignedBytes(Digest chainId, Validator validator)
    {
        WireWriter writer = new();
        validator.Write(writer.Raw(DomainTag).Digest(chainId));
        return writer.ToArray();
    }
}

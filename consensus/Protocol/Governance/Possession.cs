using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Governance;

/// <summary>The proof that whoever asks for keys that speak for a member to be let in holds them (PROTOCOL.md E5).</summary>
/// <remarks>
/// Without it a member could be let in under another's key, and every vote, or cosignature, of that other would speak for two. Each key
/// signs a domain tag, the chain id and the whole record, so the proof is good for one chain, one name and one set of keys. Of a
/// validator: by its consensus key, its Ed25519 and its SM2 cosigning key, 64 bytes each.
/// </remarks>
public static class Possession
{
    private static readonly byte[] DomainTag = "ledger/possess/1"u8.ToArray();

    private static readonly byte[] IssuerTag = "ledger/possess/i"u8.ToArray();

    /// <summary>Length in bytes of a validator's proof.</summary>
    public const int ValidatorBytes = 3 * SignatureSuites.SignatureSize;

    public static byte[] Prove(Digest chainId, Validator validator, ISigner consensusKey, CosigningSigners cosigners)
    {
        byte[] signed = SignedBytes(chainId, validator);
        return [.. consensusKey.Sign(signed), .. cosigners.Ed25519.Sign(signed), .. cosigners.Sm2.Sign(signed)];
    }

    public static bool IsProven(Digest chainId, Validator validator, ReadOnlySpan<byte> proof, SignatureSuites suites)
    {
        byte[] signed = SignedBytes(chainId, validator);
        return proof.Length == ValidatorBytes
            && suites.Verify(validator.Suite, validator.PublicKey.Span, signed, proof[..SignatureSuites.SignatureSize])
            && suites.Verify(
                SuiteId.Ed25519, validator.CosigningKeys.Ed25519.Span, signed,
                proof[SignatureSuites.SignatureSize..^SignatureSuites.SignatureSize])
            && suites.Verify(SuiteId.Sm2, validator.CosigningKeys.Sm2.Span, signed, proof[^SignatureSuites.SignatureSize..]);
    }

    /// <summary>Of an issuer's key, under another tag; without its index, which the chain gives (E6).</summary>
    public static byte[] Prove(Digest chainId, Issuer issuer, ISigner issuerKey) => issuerKey.Sign(SignedBytes(chainId, issuer));

    public static bool IsProven(Digest chainId, Issuer issuer, ReadOnlySpan<byte> proof, SignatureSuites suites)
        => suites.Verify(issuer.Suite, issuer.PublicKey.Span, SignedBytes(chainId, issuer), proof);

    internal static byte[] Read(ref WireReader reader, int length) => reader.Take(length).ToArray();

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

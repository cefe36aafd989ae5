using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Native;
using Ledger.Cryptography.Signatures.Curves;

namespace Ledger.Cryptography.Signatures;

/// <summary>A private key of SM2. Nonces are OpenSSL's: random, so two signatures of one message differ.</summary>
public sealed class Sm2Signer : SoftwareSigner
{
    private readonly EvpKey _key;
    private readonly byte[] _publicKey;
    private readonly Sm2Identity _identity;

    public Sm2Signer(ReadOnlySpan<byte> scalar)
    {
        _key = NamedCurve.Sm2.ReadScalar(scalar);
        _publicKey = NamedCurve.Sm2.PointOf(_key);
        _identity = new Sm2Identity(_publicKey);
    }

    public override SuiteId Suite => SuiteId.Sm2;

    public override ReadOnlyMemory<byte> PublicKey => _publicKey;

    public override byte[] Sign(ReadOnlySpan<byte> message)
    {
        Span<byte> digest = stackalloc byte[Digest.Size];
        _identity.Digest(message, digest);
        return CurveSignature.Sign(_key, digest);
    }

    public override void Dispose() => _key.Dispose();
}

using System.Security.Cryptography;
using Ledger.Cryptography.Native;
using Ledger.Cryptography.Signatures.Curves;

namespace Ledger.Cryptography.Signatures;

/// <summary>A private key of ECDSA on P-256. Nonces are OpenSSL's: random, so two signatures of one message differ.</summary>
public sealed class P256Signer : SoftwareSigner
{
    private readonly EvpKey _key;
    private readonly byte[] _publicKey;

    public P256Signer(ReadOnlySpan<byte> scalar)
    {
        _key = NamedCurve.P256.ReadScalar(scalar);
        _publicKey = NamedCurve.P256.PointOf(_key);
    }

    public override SuiteId Suite => SuiteId.P256;

    public override ReadOnlyMemory<byte> PublicKey => _publicKey;

    public override byte[] Sign(ReadOnlySpan<byte> message)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message, digest);
        byte[] signature = CurveSignature.Sign(_key, digest);
        P256Suite.Normalise(signature);
        return signature;
    }

    public override void Dispose() => _key.Dispose();
}

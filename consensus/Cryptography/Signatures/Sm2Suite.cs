using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Native;
using Ledger.Cryptography.Signatures.Curves;

namespace Ledger.Cryptography.Signatures;

/// <summary>SM2 with SM3 and the identity 1234567812345678 (GB/T 32918.2-2016 and .5-2017; GM/T 0009), as OpenSSL computes it.</summary>
/// <remarks>
/// Acceptance is a consensus rule: r and s from 1 to n - 1 and r + s not n; a public key is an uncompressed point of the curve.
/// What is signed is SM3(Z ‖ message), Z the digest of identity, curve and public key.
/// </remarks>
public sealed class Sm2Suite : ISignatureSuite
{
    private static readonly KeyCache<Sm2PublicKey> Keys = new(Sm2PublicKey.At);

    public SuiteId Id => SuiteId.Sm2;

    public int PublicKeySize => NamedCurve.PointSize;

    /// <summary>False also for a public key or signature of another length.</summary>
    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSuites.SignatureSize || Keys.Find(publicKey) is not { } key)
        {
            return false;
        }

        Span<byte> digest = stackalloc byte[Digest.Size];
        key.Identity.Digest(message, digest);
        return CurveSignature.Verify(key.Key, digest, signature);
    }

    private sealed record Sm2PublicKey(EvpKey Key, Sm2Identity Identity)
    {
        public static Sm2PublicKey? At(byte[] point)
            => NamedCurve.Sm2.ReadPoint(point) is { } key ? new Sm2PublicKey(key, new Sm2Identity(point)) : null;
    }
}

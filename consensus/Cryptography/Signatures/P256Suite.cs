using System.Security.Cryptography;
using Ledger.Cryptography.Native;
using Ledger.Cryptography.Signatures.Curves;

namespace Ledger.Cryptography.Signatures;

/// <summary>ECDSA on P-256 with SHA-256 (FIPS 186-5 6), as OpenSSL computes it.</summary>
/// <remarks>
/// Acceptance is a consensus rule. Of the two values of s that hold for one r only the one not above n / 2 is accepted, so a
/// signature has one encoding; r and s are from 1 to n - 1; a public key is an uncompressed point of the curve. Signers of
/// others give either s: <see cref="Normalise"/> makes it the accepted one.
/// </remarks>
public sealed class P256Suite : ISignatureSuite
{
    private static readonly KeyCache<EvpKey> Keys = new(point => NamedCurve.P256.ReadPoint(point));

    public SuiteId Id => SuiteId.P256;

    public int PublicKeySize => NamedCurve.PointSize;

    /// <summary>False also for a public key or signature of another length.</summary>
    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSuites.SignatureSize
            || !NamedCurve.P256.IsLow(signature[NamedCurve.ScalarSize..])
            || Keys.Find(publicKey) is not { } key)
        {
            return false;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message, digest);
        return CurveSignature.Verify(key, digest, signature);
    }

    /// <summary>The accepted one of a signature's two forms, in its place: 64 bytes of r and s.</summary>
    public static void Normalise(Span<byte> signature)
    {
        Span<byte> s = signature[NamedCurve.ScalarSize..];
        if (!NamedCurve.P256.IsLow(s))
        {
            NamedCurve.P256.Negate(s);
        }
    }
}

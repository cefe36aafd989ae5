using Ledger.Cryptography.Signatures.Curves;

namespace Ledger.Cryptography.Signatures;

/// <summary>Public keys as other programs read them: SubjectPublicKeyInfo (RFC 5280 4.1), of Ed25519 by RFC 8410.</summary>
public static class PublicKeyInfo
{
    private static readonly byte[] Ed25519Prefix = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>DER. Whether the bytes are a point of the curve is not asked.</summary>
    /// <exception cref="ArgumentException">No public key of a suite that members may use has this length.</exception>
    public static byte[] Encode(SuiteId suite, ReadOnlySpan<byte> publicKey)
        => publicKey.Length != SuiteNames.KeySize(suite) ? throw new ArgumentException("No public key of this suite.", nameof(publicKey))
            : suite switch
            {
                SuiteId.Ed25519 => [.. Ed25519Prefix, .. publicKey],
                SuiteId.Sm2 => NamedCurve.Sm2.WritePoint(publicKey),
                _ => NamedCurve.P256.WritePoint(publicKey),
            };
}

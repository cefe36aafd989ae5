using Ledger.Cryptography.Native;

namespace Ledger.Cryptography.Signatures;

/// <summary>Recoverable ECDSA on secp256k1 (SEC 2 2.4.1), as Ethereum and FISCO BCOS sign: over a digest, with r, s and v.</summary>
/// <remarks>
/// The bridge's: no member of a chain signs with it. Of the two values of s that hold for one r only the one not above n / 2 is
/// made and accepted; nonces are RFC 6979's, so a message has one signature. A secret is 32 bytes from 1 to n - 1, a public key
/// 0x04, x, y, a signature r, s and v from 0 to 3.
/// </remarks>
public static class Secp256k1
{
    /// <summary>Length in bytes of r, s and v.</summary>
    public const int SignatureSize = LibSecp256k1.CompactSize + 1;

    private const byte Uncompressed = 0x04;
    private const byte LargestRecovery = 3;

    /// <exception cref="ArgumentException">It is no secret.</exception>
    public static byte[] PublicKeyOf(ReadOnlySpan<byte> secret)
    {
        byte[] point = new byte[LibSecp256k1.PointSize];
        return secret.Length == LibSecp256k1.SecretSize && LibSecp256k1.TryPoint(secret, point)
            ? point
            : throw new ArgumentException("No private key of secp256k1.", nameof(secret));
    }

    /// <exception cref="ArgumentException">It is no secret, or the digest has another length than 32 bytes.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> digest)
    {
        byte[] signature = new byte[SignatureSize];
        if (digest.Length != LibSecp256k1.DigestSize || secret.Length != LibSecp256k1.SecretSize
            || !LibSecp256k1.TrySign(secret, digest, signature.AsSpan(0, LibSecp256k1.CompactSize), out int recovery))
        {
            throw new ArgumentException("No private key of secp256k1, or no digest.", nameof(secret));
        }

        signature[^1] = (byte)recovery;
        return signature;
    }

    /// <summary>The public key that made a signature; null when none did.</summary>
    public static byte[]? Recover(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        byte[] point = new byte[LibSecp256k1.PointSize];
        return digest.Length == LibSecp256k1.DigestSize
            && signature.Length == SignatureSize
            && signature[^1] <= LargestRecovery
            && LibSecp256k1.TryRecover(signature[..^1], signature[^1], digest, point)
            && LibSecp256k1.Verify(point, digest, signature[..^1])
                ? point
                : null;
    }

    /// <summary>Whether r and s are the key's; false also for an s above n / 2, and for anything of another length or form.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> rs)
        => publicKey.Length == LibSecp256k1.PointSize
            && publicKey[0] == Uncompressed
            && digest.Length == LibSecp256k1.DigestSize
            && rs.Length == LibSecp256k1.CompactSize
            && LibSecp256k1.Verify(publicKey, digest, rs);
}

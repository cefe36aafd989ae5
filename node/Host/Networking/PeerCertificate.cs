using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Cryptography.Hashing;

namespace Ledger.Node.Networking;

/// <summary>Self-signed P-256 certificates, whose one meaning is their public key.</summary>
/// <remarks>
/// PROTOCOL.md, Validators: the validator set pins the key, so the certificate's name, serial number and dates say
/// nothing
/// and are not looked at. A certificate can be made anew from the key at every start.
/// </remarks>
public static class PeerCertificate
{
    /// <summary>Length of an uncompressed P-256 point: 04, x, y.</summary>
    public const int PointSize = 65;

    private const string P256Oid = "1.2.840.10045.3.1.7";

    // SEQUENCE { SEQUENCE { ecPublicKey, prime256v1 }, BIT STRING of the point }: RFC 5480.
    private static readonly byte[] s_subjectPublicKeyInfoPrefix =
        Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D030107034200");

    // RFC 5280 4.1.2.5: a certificate with no well-defined expiration date.
    private static readonly DateTimeOffset s_notBefore = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_notAfter = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    /// <summary>Makes a certificate of a P-256 key; the key stays the caller's to dispose of.</summary>
    /// <exception cref="CryptographicException">The key is of another curve.</exception>
    public static X509Certificate2 Create(ECDsa key)
    {
        if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != P256Oid)
        {
            throw new CryptographicException("A transport key is a P-256 key.");
        }

        CertificateRequest request = new("CN=ledger validator", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(s_notBefore, s_notAfter);
    }

    /// <summary>Makes a certificate from the PKCS#8 bytes of a P-256 key.</summary>
    /// <exception cref="CryptographicException">The bytes are no P-256 key, or bytes follow it.</exception>
    public static X509Certificate2 Create(ReadOnlySpan<byte> pkcs8)
    {
        using ECDsa key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out int read);
        if (read != pkcs8.Length)
        {
            throw new CryptographicException("Bytes follow the PKCS#8 key.");
        }

        return Create(key);
    }

    /// <summary>The pin of a certificate: SHA-256 of its SubjectPublicKeyInfo.</summary>
    public static Digest Pin(X509Certificate2 certificate) =>
        new(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    /// <summary>The pin of a key given as its uncompressed point, equal to its certificate's.</summary>
    /// <exception cref="ArgumentException">The bytes are no uncompressed P-256 point.</exception>
    public static Digest Pin(ReadOnlySpan<byte> point)
    {
        if (point.Length != PointSize || point[0] != 4)
        {
            throw new ArgumentException("A pinned key is an uncompressed P-256 point of 65 bytes.", nameof(point));
        }

        return new Digest(SHA256.HashData([.. s_subjectPublicKeyInfoPrefix, .. point]));
    }
}

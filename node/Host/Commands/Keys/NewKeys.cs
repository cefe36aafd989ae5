using System.Security.Cryptography;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Networking;

namespace Ledger.Node.Commands;

/// <summary>Draws private keys and seals them under a passphrase at once: none is ever on disk in the clear.</summary>
internal static class NewKeys
{
    public static KeyFile Signing(ReadOnlySpan<byte> passphrase)
    {
        byte[] seed = GC.AllocateArray<byte>(Ed25519Signer.SeedSize, pinned: true);
        RandomNumberGenerator.Fill(seed);
        try
        {
            using Ed25519Signer signer = new(seed);
            return KeyFile.Seal(SuiteId.Ed25519, signer.PublicKey.ToArray(), seed, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>A P-256 key for the validators' TLS; the file's public key is its uncompressed point.</summary>
    public static KeyFile Transport(ReadOnlySpan<byte> passphrase)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECPoint q = key.ExportParameters(includePrivateParameters: false).Q;
        byte[] pkcs8 = key.ExportPkcs8PrivateKey();
        try
        {
            return KeyFile.Seal(SuiteId.P256, [4, .. q.X!, .. q.Y!], pkcs8, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>The pin of a key file of <see cref="Transport"/>.</summary>
    public static string PinOf(KeyFile transport) => $"{PeerCertificate.Pin(transport.PublicKey.Span)}";
}

using System.Security.Cryptography;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Networking;

namespace Ledger.Node.Commands;

/// <summary>Draws private keys and seals them under a passphrase at once: none is ever on disk in the clear.</summary>
internal static class NewKeys
{
    public static KeyFile Signing(SuiteId suite, ReadOnlySpan<byte> passphrase)
    {
        byte[] secret = SoftwareSigner.Draw(suite);
        try
        {
            using SoftwareSigner signer = SoftwareSigner.Open(suite, secret);
            return KeyFile.Seal(suite, signer.PublicKey.ToArray(), secret, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Both keys by which a validator cosigns checkpoints, in one file; its suite is named by the first.</summary>
    public static KeyFile Cosigning(ReadOnlySpan<byte> passphrase)
    {
        byte[] secret = CosigningSigners.Draw();
        try
        {
            using CosigningSigners signers = CosigningSigners.Open(secret);
            return KeyFile.Seal(SuiteId.Ed25519, signers.PublicKey, secret, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
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

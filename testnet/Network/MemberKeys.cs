using System.Security.Cryptography;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Validators;

namespace Ledger.Testnet.Network;

/// <summary>Makes the key files of a test network's members, all under one passphrase.</summary>
internal static class MemberKeys
{
    /// <summary>Makes a key that signs, writes its file, and gives the public key.</summary>
    public static byte[] MakeSigningKey(SuiteId suite, string path, ReadOnlySpan<byte> passphrase)
    {
        byte[] secret = SoftwareSigner.Draw(suite);
        using SoftwareSigner signer = SoftwareSigner.Open(suite, secret);
        byte[] publicKey = signer.PublicKey.ToArray();
        KeyFile.Seal(suite, publicKey, secret, passphrase).Save(path);
        return publicKey;
    }

    /// <summary>Makes the keys that cosign checkpoints, writes their file, and gives the public ones.</summary>
    public static CosigningKeys MakeCosigningKeys(string path, ReadOnlySpan<byte> passphrase)
    {
        byte[] secret = CosigningSigners.Draw();
        using CosigningSigners signers = CosigningSigners.Open(secret);
        KeyFile.Seal(SuiteId.Ed25519, signers.PublicKey, secret, passphrase).Save(path);
        return CosigningKeys.Of(signers);
    }

    /// <summary>Makes the P-256 key of a TLS certificate, writes its file, and gives its pin (RFC 7469 2.4).</summary>
    public static Digest MakeTlsKey(string path, ReadOnlySpan<byte> passphrase)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        byte[] publicKey = [4, .. point.X!, .. point.Y!];
        KeyFile.Seal(SuiteId.P256, publicKey, key.ExportPkcs8PrivateKey(), passphrase).Save(path);
        return Sha256.Hash(key.ExportSubjectPublicKeyInfo());
    }
}

using System.Security.Cryptography;
using Ledger.Cryptography.Native;

namespace Ledger.Cryptography.Signatures;

/// <summary>An Ed25519 private key, made from its 32-byte seed (RFC 8032 5.1.5).</summary>
/// <remarks>The key's memory is pinned, so no copy of it is left behind, and zeroed by <see cref="Dispose"/>.</remarks>
public sealed class Ed25519Signer : SoftwareSigner
{
    /// <summary>Length in bytes of a seed.</summary>
    public const int SeedSize = Sodium.Ed25519SeedSize;

    private readonly byte[] _publicKey = new byte[Sodium.Ed25519PublicKeySize];
    private readonly byte[] _secretKey = GC.AllocateArray<byte>(Sodium.Ed25519SecretKeySize, pinned: true);
    private bool _isDisposed;

    public Ed25519Signer(ReadOnlySpan<byte> seed) => Sodium.Ed25519KeyPair(seed, _publicKey, _secretKey);

    public override SuiteId Suite => SuiteId.Ed25519;

    public override ReadOnlyMemory<byte> PublicKey => _publicKey;

    public override byte[] Sign(ReadOnlySpan<byte> message)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        byte[] signature = new byte[Sodium.Ed25519SignatureSize];
        Sodium.Ed25519Sign(_secretKey, message, signature);
        return signature;
    }

    public override void Dispose()
    {
        _isDisposed = true;
        CryptographicOperations.ZeroMemory(_secretKey);
    }
}

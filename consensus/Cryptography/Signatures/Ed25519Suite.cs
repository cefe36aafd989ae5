using Ledger.Cryptography.Native;

namespace Ledger.Cryptography.Signatures;

/// <summary>Ed25519 (RFC 8032 5.1) as libsodium accepts it.</summary>
/// <remarks>
/// Acceptance is a consensus rule, and libraries differ at its edges. This one refuses an S that is not below the group order,
/// a public key that is not canonically encoded or not on the curve, and a public key or R of small order; it checks the
/// equation without the cofactor.
/// </remarks>
public sealed class Ed25519Suite : ISignatureSuite
{
    /// <summary>Length of a public key in bytes.</summary>
    public const int KeySize = Sodium.Ed25519PublicKeySize;

    public SuiteId Id => SuiteId.Ed25519;

    public int PublicKeySize => KeySize;

    /// <summary>False also for a public key or signature of another length.</summary>
    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        => publicKey.Length == Sodium.Ed25519PublicKeySize
            && signature.Length == Sodium.Ed25519SignatureSize
            && Sodium.Ed25519Verify(publicKey, message, signature);
}

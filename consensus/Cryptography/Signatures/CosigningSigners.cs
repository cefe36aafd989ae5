using System.Security.Cryptography;

namespace Ledger.Cryptography.Signatures;

/// <summary>The two private keys by which one validator cosigns checkpoints: each verifier checks those of its own suite.</summary>
/// <remarks>They are made, kept and changed together: one secret of 64 bytes, Ed25519's before SM2's, and one public key of 97.</remarks>
/// <param name="Ed25519">Of that suite.</param>
/// <param name="Sm2">Of that suite.</param>
public sealed record CosigningSigners(ISigner Ed25519, ISigner Sm2) : IDisposable
{
    /// <summary>Length in bytes of both secrets.</summary>
    public const int SecretSize = 2 * SoftwareSigner.SecretSize;

    /// <summary>Both public keys, Ed25519's before SM2's.</summary>
    public byte[] PublicKey => [.. Ed25519.PublicKey.Span, .. Sm2.PublicKey.Span];

    /// <summary>New secrets, pinned: the caller's to clear.</summary>
    public static byte[] Draw()
    {
        byte[] both = GC.AllocateArray<byte>(SecretSize, pinned: true);
        byte[] ed25519 = SoftwareSigner.Draw(SuiteId.Ed25519);
        byte[] sm2 = SoftwareSigner.Draw(SuiteId.Sm2);
        ed25519.CopyTo(both, 0);
        sm2.CopyTo(both, SoftwareSigner.SecretSize);
        CryptographicOperations.ZeroMemory(ed25519);
        CryptographicOperations.ZeroMemory(sm2);
        return both;
    }

    /// <summary>Whether these bytes are both secrets.</summary>
    public static bool IsSecret(ReadOnlySpan<byte> secret)
        => secret.Length == SecretSize && SoftwareSigner.IsSecret(SuiteId.Sm2, secret[SoftwareSigner.SecretSize..]);

    /// <exception cref="ArgumentException"><see cref="IsSecret"/> says no.</exception>
    public static CosigningSigners Open(ReadOnlySpan<byte> secret) => IsSecret(secret)
        ? new(new Ed25519Signer(secret[..SoftwareSigner.SecretSize]), new Sm2Signer(secret[SoftwareSigner.SecretSize..]))
        : throw new ArgumentException($"{secret.Length} bytes are not the secrets of a cosigner.", nameof(secret));

    public void Dispose()
    {
        (Ed25519 as IDisposable)?.Dispose();
        (Sm2 as IDisposable)?.Dispose();
    }
}

using System.Security.Cryptography;
using Ledger.Cryptography.Signatures.Curves;

namespace Ledger.Cryptography.Signatures;

/// <summary>A private key in this process's memory, from its secret of 32 bytes: a seed or a scalar, by its suite.</summary>
/// <remarks>Disposing it clears the memory.</remarks>
public abstract class SoftwareSigner : IOwnedSigner
{
    /// <summary>Length in bytes of a secret, in every suite.</summary>
    public const int SecretSize = 32;

    public abstract SuiteId Suite { get; }

    public abstract ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>A new secret, pinned: the caller's to clear.</summary>
    public static byte[] Draw(SuiteId suite)
    {
        byte[] secret = GC.AllocateArray<byte>(SecretSize, pinned: true);
        do
        {
            RandomNumberGenerator.Fill(secret);
        }
        while (!IsSecret(suite, secret));
        return secret;
    }

    /// <summary>Whether these bytes are a secret of the suite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Nothing signs with this suite.</exception>
    public static bool IsSecret(SuiteId suite, ReadOnlySpan<byte> secret) => suite switch
    {
        SuiteId.Ed25519 => secret.Length == SecretSize,
        SuiteId.Sm2 => NamedCurve.Sm2.IsSecret(secret),
        SuiteId.P256 => NamedCurve.P256.IsSecret(secret),
        _ => throw new ArgumentOutOfRangeException(nameof(suite), suite, "Nothing signs with this suite."),
    };

    /// <exception cref="ArgumentException"><see cref="IsSecret"/> says no.</exception>
    public static SoftwareSigner Open(SuiteId suite, ReadOnlySpan<byte> secret) => suite switch
    {
        SuiteId.Ed25519 => new Ed25519Signer(secret),
        SuiteId.Sm2 => new Sm2Signer(secret),
        SuiteId.P256 => new P256Signer(secret),
        _ => throw new ArgumentOutOfRangeException(nameof(suite), suite, "Nothing signs with this suite."),
    };

    public abstract byte[] Sign(ReadOnlySpan<byte> message);

    public abstract void Dispose();
}

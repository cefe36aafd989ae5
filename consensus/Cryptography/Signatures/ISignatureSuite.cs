namespace Ledger.Cryptography.Signatures;

/// <summary>Decides whether a signature is acceptable: a consensus rule, so one implementation per suite everywhere.</summary>
public interface ISignatureSuite
{
    SuiteId Id { get; }

    /// <summary>Length of a public key in bytes.</summary>
    int PublicKeySize { get; }

    bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
}

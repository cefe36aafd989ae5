namespace Ledger.Cryptography.Signatures;

/// <summary>Holds one private key and signs with it. Deterministic: the same bytes give the same signature.</summary>
public interface ISigner
{
    SuiteId Suite { get; }

    ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Signs <paramref name="message"/>; 64 bytes in every suite.</summary>
    byte[] Sign(ReadOnlySpan<byte> message);
}

namespace Ledger.Cryptography.Signatures;

/// <summary>Signs with one private key, wherever that is.</summary>
/// <remarks>
/// Two signatures of the same bytes may differ: ECDSA and SM2 draw a nonce for each. Nothing may depend on getting the same one
/// again; what is to be sent byte-identical is kept (PROTOCOL.md V2).
/// </remarks>
public interface ISigner
{
    SuiteId Suite { get; }

    ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Signs <paramref name="message"/>; 64 bytes in every suite.</summary>
    byte[] Sign(ReadOnlySpan<byte> message);
}

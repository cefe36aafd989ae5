using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;

namespace Ledger.Tests.Unit.Consensus;

/// <summary>A keyed hash that anybody can compute: fast, deterministic, and enough where nobody forges.</summary>
internal sealed class ToySuite(SuiteId id = SuiteId.Simulated, int keySize = Digest.Size) : ISignatureSuite
{
    public SuiteId Id => id;

    public int PublicKeySize => keySize;

    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        => signature.SequenceEqual(Sign(publicKey, message));

    public static byte[] Sign(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message)
    {
        byte[] half = Sha256.Hash(publicKey, message).ToArray();
        return [.. half, .. half];
    }
}

using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Merkle;

/// <summary>The two hashes of the state map.</summary>
/// <remarks>An entry's leaf is SHA-256(0x00, path, value hash), a fork SHA-256(0x01, left, right), nothing is 32 zero bytes.</remarks>
public static class MapHash
{
    public static Digest Leaf(Digest path, Digest valueHash) => Of(0, path, valueHash);

    public static Digest Fork(Digest left, Digest right) => Of(1, left, right);

    private static Digest Of(byte prefix, Digest first, Digest second)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * Digest.Size)];
        bytes[0] = prefix;
        first.CopyTo(bytes[1..]);
        second.CopyTo(bytes[(1 + Digest.Size)..]);
        return Sha256.Hash(bytes);
    }
}

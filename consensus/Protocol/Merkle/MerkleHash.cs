using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Merkle;

/// <summary>The hashes of an RFC 6962 tree in both suites, one at a time.</summary>
/// <remarks>RFC 9162 2.1.1: a leaf is H(0x00 || record), a node H(0x01 || left || right), the empty tree H().</remarks>
public static class MerkleHash
{
    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;
    private const int StackLimit = 512;

    public static TwinDigest EmptyTree { get; } = new(Sha256.Hash([]), Sm3.Hash([]));

    public static TwinDigest Leaf(ReadOnlySpan<byte> record)
    {
        int length = 1 + record.Length;
        Span<byte> message = length <= StackLimit ? stackalloc byte[length] : new byte[length];
        message[0] = LeafPrefix;
        record.CopyTo(message[1..]);
        return new TwinDigest(Sha256.Hash(message), Sm3.Hash(message));
    }

    public static TwinDigest Node(in TwinDigest left, in TwinDigest right)
    {
        Span<byte> message = stackalloc byte[1 + (2 * Digest.Size)];
        message[0] = NodePrefix;
        left.Sha256.CopyTo(message[1..]);
        right.Sha256.CopyTo(message[(1 + Digest.Size)..]);
        Digest sha256 = Sha256.Hash(message);
        left.Sm3.CopyTo(message[1..]);
        right.Sm3.CopyTo(message[(1 + Digest.Size)..]);
        return new TwinDigest(sha256, Sm3.Hash(message));
    }

    /// <summary>A leaf of a tree that has SHA-256 only.</summary>
    public static Digest Sha256Leaf(ReadOnlySpan<byte> record) => Sha256.Hash([LeafPrefix], record);

    /// <summary>A node of a tree that has SHA-256 only.</summary>
    public static Digest Sha256Node(Digest left, Digest right)
    {
        Span<byte> message = stackalloc byte[1 + (2 * Digest.Size)];
        message[0] = NodePrefix;
        left.CopyTo(message[1..]);
        right.CopyTo(message[(1 + Digest.Size)..]);
        return Sha256.Hash(message);
    }
}

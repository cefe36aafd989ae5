using System.Numerics;
using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Merkle;

/// <summary>One of the two hashes the anchor tree is made of, for whoever reads and checks the log of that one alone.</summary>
/// <remarks>RFC 9162 2.1; the proofs of both hashes together are <see cref="InclusionProof"/> and <see cref="ConsistencyProof"/>.</remarks>
public sealed class TreeHash
{
    private readonly Func<TwinDigest, Digest> _half;
    private readonly Func<ReadOnlyMemory<byte>, Digest> _hash;

    private TreeHash(string name, Func<TwinDigest, Digest> half, Func<ReadOnlyMemory<byte>, Digest> hash)
        => (Name, _half, _hash) = (name, half, hash);

    public static TreeHash Sha256 { get; } = new("sha256", twin => twin.Sha256, bytes => Cryptography.Hashing.Sha256.Hash(bytes.Span));

    public static TreeHash Sm3 { get; } = new("sm3", twin => twin.Sm3, bytes => Cryptography.Hashing.Sm3.Hash(bytes.Span));

    public string Name { get; }

    public Digest EmptyTree => Of(MerkleHash.EmptyTree);

    /// <summary>This hash's half of a pair.</summary>
    public Digest Of(in TwinDigest twin) => _half(twin);

    public Digest Leaf(ReadOnlySpan<byte> record) => _hash((byte[])[0, .. record]);

    public Digest Node(Digest left, Digest right)
    {
        byte[] message = new byte[1 + (2 * Digest.Size)];
        message[0] = 1;
        left.CopyTo(message.AsSpan(1));
        right.CopyTo(message.AsSpan(1 + Digest.Size));
        return _hash(message);
    }

    /// <summary>
    /// The root that an inclusion path leads to (RFC 9162 2.1.3.2); null for an index outside the tree, or a path of another length than
    /// index and size have.
    /// </summary>
    public Digest? RootFrom(ulong index, ulong size, Digest leaf, ReadOnlySpan<Digest> path)
    {
        if (index >= size || path.Length != MerklePath.InclusionLength(index, size))
        {
            return null;
        }

        MerklePath walk = new(index, size);
        Digest node = leaf;
        foreach (Digest sibling in path)
        {
            node = walk.NextIsLeft() ? Node(sibling, node) : Node(node, sibling);
        }

        return node;
    }

    /// <summary>Whether a path proves that the tree of the new root begins with that of the old one (RFC 9162 2.1.4.2).</summary>
    /// <remarks>Nothing precedes the empty tree: it is consistent with every tree, by the empty path.</remarks>
    public bool IsConsistent(ulong oldSize, Digest oldRoot, ulong newSize, Digest newRoot, ReadOnlySpan<Digest> path)
    {
        if (oldSize == 0)
        {
            return path.IsEmpty && oldRoot == EmptyTree;
        }

        if (oldSize > newSize || path.Length != MerklePath.ConsistencyLength(oldSize, newSize))
        {
            return false;
        }

        if (oldSize == newSize)
        {
            return oldRoot == newRoot;
        }

        // A full old tree is itself the node both trees share, and is left out of the path.
        bool oldIsNode = BitOperations.IsPow2(oldSize);
        return RootsFrom(oldSize, newSize, oldIsNode ? oldRoot : path[0], path[(oldIsNode ? 0 : 1)..]) == (oldRoot, newRoot);
    }

    /// <summary>The roots of both trees that a consistency path leads to from the node they share.</summary>
    /// <remarks>When the later one is right, so is every hash of the path, and with them the earlier one.</remarks>
    /// <param name="oldSize">From 1 to less than <paramref name="newSize"/>.</param>
    /// <param name="newSize">Leaves of the later tree.</param>
    /// <param name="shared">The smallest full subtree at the right edge of the earlier tree.</param>
    /// <param name="rest">The path without that node.</param>
    public (Digest Older, Digest Newer) RootsFrom(ulong oldSize, ulong newSize, Digest shared, ReadOnlySpan<Digest> rest)
    {
        (Digest older, Digest newer) = (shared, shared);
        int level = BitOperations.TrailingZeroCount(oldSize);
        MerklePath walk = new((oldSize - 1) >> level, ((newSize - 1) >> level) + 1);
        foreach (Digest sibling in rest)
        {
            bool isLeft = walk.NextIsLeft();
            newer = isLeft ? Node(sibling, newer) : Node(newer, sibling);
            older = isLeft ? Node(sibling, older) : older;
        }

        return (older, newer);
    }
}

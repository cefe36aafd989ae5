using System.Numerics;

namespace Ledger.Protocol.Merkle;

/// <summary>Makes proofs, roots and frontiers of a stored anchor tree at any size it has had.</summary>
/// <remarks>
/// Nothing but records and roots of full tiles is stored: nodes inside a tile are hashed again, at most two tiles per tile level
/// and proof (the leaf's and the right edge's), and kept for the next proof. The tree must only ever grow; after a truncation
/// make a new prover. Not safe for use by two threads at once.
/// </remarks>
public sealed class AnchorProver(IAnchorTiles tiles, int recordLength = AnchorTree.RecordLength)
{
    private readonly AnchorTileCache _nodes = new(tiles, recordLength);

    /// <summary>That leaf <paramref name="leafIndex"/> is in the tree of the first <paramref name="treeSize"/> leaves.</summary>
    /// <remarks>RFC 9162 2.1.3.1. The leaf must be in the tree.</remarks>
    public InclusionProof ProveInclusion(ulong leafIndex, ulong treeSize)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leafIndex, treeSize);
        TwinDigest[] path = new TwinDigest[MerklePath.InclusionLength(leafIndex, treeSize)];
        int filled = 0;
        for (int level = 0; filled < path.Length; level++)
        {
            ulong sibling = (leafIndex >> level) ^ 1;
            if (TryRange(level, sibling, treeSize, out TwinDigest hash))
            {
                path[filled++] = hash;
            }
        }

        return new InclusionProof(leafIndex, treeSize, path);
    }

    /// <summary>That the tree of <paramref name="newSize"/> leaves begins with the tree of <paramref name="oldSize"/>.</summary>
    /// <remarks>RFC 9162 2.1.4.1; the old tree is not empty.</remarks>
    public ConsistencyProof ProveConsistency(ulong oldSize, ulong newSize)
    {
        ArgumentOutOfRangeException.ThrowIfZero(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        TwinDigest[] path = new TwinDigest[MerklePath.ConsistencyLength(oldSize, newSize)];
        int filled = 0;

        // The smallest subtree on the old edge is a node of both trees. The proof is its inclusion path, preceded by itself
        // unless it is the whole old tree, whose root the verifier has.
        int level = BitOperations.TrailingZeroCount(oldSize);
        ulong index = (oldSize - 1) >> level;
        if (index != 0 && path.Length > 0)
        {
            path[filled++] = _nodes.Node(level, index, newSize);
        }

        for (; filled < path.Length; level++, index >>= 1)
        {
            if (TryRange(level, index ^ 1, newSize, out TwinDigest hash))
            {
                path[filled++] = hash;
            }
        }

        return new ConsistencyProof(oldSize, newSize, path);
    }

    /// <summary>The root of the first <paramref name="treeSize"/> leaves.</summary>
    public TwinDigest RootAt(ulong treeSize) => FrontierAt(treeSize).Root;

    /// <summary>The frontier of the first <paramref name="treeSize"/> leaves.</summary>
    public AnchorFrontier FrontierAt(ulong treeSize)
    {
        TwinDigest[] edge = new TwinDigest[BitOperations.PopCount(treeSize)];
        int next = edge.Length;
        for (ulong rest = treeSize; rest != 0; rest &= rest - 1)
        {
            edge[--next] = EdgeNode(BitOperations.TrailingZeroCount(rest), treeSize);
        }

        return AnchorFrontier.FromEdge(treeSize, edge);
    }

    /// <summary>
    /// The hash over the leaves at node (<paramref name="level"/>, <paramref name="index"/>), as far as the tree goes; false if
    /// it does not go there at all.
    /// </summary>
    private bool TryRange(int level, ulong index, ulong treeSize, out TwinDigest hash)
    {
        ulong last = (treeSize - 1) >> level;
        bool lastIsRagged = (treeSize & LowBits(level)) != 0;
        hash = index > last ? default
            : index == last && lastIsRagged ? RaggedEdge(level, treeSize)
            : _nodes.Node(level, index, treeSize);
        return index <= last;
    }

    /// <summary>The incomplete node at <paramref name="level"/>: the full subtrees of the edge below it, from the right.</summary>
    private TwinDigest RaggedEdge(int level, ulong treeSize)
    {
        ulong rest = treeSize & LowBits(level);
        TwinDigest hash = EdgeNode(BitOperations.TrailingZeroCount(rest), treeSize);
        for (rest &= rest - 1; rest != 0; rest &= rest - 1)
        {
            hash = MerkleHash.Node(EdgeNode(BitOperations.TrailingZeroCount(rest), treeSize), hash);
        }

        return hash;
    }

    /// <summary>The last full subtree of 2^<paramref name="level"/> leaves.</summary>
    private TwinDigest EdgeNode(int level, ulong treeSize) => _nodes.Node(level, (treeSize >> level) - 1, treeSize);

    private static ulong LowBits(int count) => (1UL << count) - 1;
}

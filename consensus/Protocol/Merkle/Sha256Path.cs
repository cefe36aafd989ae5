using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Merkle;

/// <summary>The SHA-256 half of an inclusion path, for formats that have no SM3.</summary>
/// <remarks>RFC 9162 2.1.3.2.</remarks>
public static class Sha256Path
{
    /// <summary>Whether a path of this length can lead from this leaf to the root of a tree of this size.</summary>
    public static bool Fits(ulong index, ulong size, int length) => index < size && length == MerklePath.InclusionLength(index, size);

    /// <summary>The root that a path leads to.</summary>
    /// <param name="path">Siblings from the leaf up.</param>
    /// <exception cref="ArgumentException"><see cref="Fits"/> says no.</exception>
    public static Digest RootFrom(Digest leafHash, ulong index, ulong size, ReadOnlySpan<Digest> path)
    {
        if (!Fits(index, size, path.Length))
        {
            throw new ArgumentException($"{path.Length} hashes are no path of leaf {index} of {size}.", nameof(path));
        }

        MerklePath walk = new(index, size);
        Digest node = leafHash;
        foreach (Digest sibling in path)
        {
            node = walk.NextIsLeft() ? MerkleHash.Sha256Node(sibling, node) : MerkleHash.Sha256Node(node, sibling);
        }

        return node;
    }
}

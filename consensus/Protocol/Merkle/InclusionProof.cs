using System.Diagnostics.CodeAnalysis;

namespace Ledger.Protocol.Merkle;

/// <summary>That one leaf is at one place of the anchor tree of one size, in both suites.</summary>
/// <remarks>
/// RFC 9162 2.1.3. A value of this type always has its index below its size and a path of exactly the right length, whoever
/// made it. As bytes: u64 index, u64 size, u8 path length, the SHA-256 path, the SM3 path, each from the leaf up.
/// </remarks>
public sealed class InclusionProof
{
    private readonly TwinDigest[] _path;

    /// <param name="leafIndex">Below <paramref name="treeSize"/>.</param>
    /// <param name="treeSize">Leaves in the tree.</param>
    /// <param name="path">Siblings from the leaf up; the array is kept.</param>
    public InclusionProof(ulong leafIndex, ulong treeSize, TwinDigest[] path)
    {
        if (!IsShaped(leafIndex, treeSize, path.Length))
        {
            throw new ArgumentException($"{path.Length} hashes are no path of leaf {leafIndex} of {treeSize}.", nameof(path));
        }

        LeafIndex = leafIndex;
        TreeSize = treeSize;
        _path = path;
    }

    public ulong LeafIndex { get; }

    public ulong TreeSize { get; }

    /// <summary>Siblings from the leaf up.</summary>
    public ReadOnlySpan<TwinDigest> Path => _path;

    /// <summary>Bytes <see cref="Encode(Span{byte})"/> writes.</summary>
    public int EncodedSize => ProofEncoding.Size(_path.Length);

    /// <summary>True if the path leads from <paramref name="leafHash"/> to <paramref name="root"/>, in both suites.</summary>
    public bool Verify(in TwinDigest leafHash, in TwinDigest root) => RootFrom(leafHash) == root;

    /// <summary>The root the path leads to; a verifier of one suite compares that half only.</summary>
    public TwinDigest RootFrom(in TwinDigest leafHash)
    {
        MerklePath walk = new(LeafIndex, TreeSize);
        TwinDigest node = leafHash;
        foreach (TwinDigest sibling in _path)
        {
            node = walk.NextIsLeft() ? MerkleHash.Node(sibling, node) : MerkleHash.Node(node, sibling);
        }

        return node;
    }

    public void Encode(Span<byte> destination) => ProofEncoding.Encode(LeafIndex, TreeSize, _path, destination);

    public byte[] Encode()
    {
        byte[] bytes = new byte[EncodedSize];
        Encode(bytes);
        return bytes;
    }

    /// <summary>False unless <paramref name="bytes"/> is exactly one proof of a possible index, size and path length.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out InclusionProof? proof)
    {
        proof = ProofEncoding.TryDecode(bytes, out ulong index, out ulong size, out TwinDigest[]? path)
            && IsShaped(index, size, path.Length)
                ? new InclusionProof(index, size, path)
                : null;
        return proof is not null;
    }

    private static bool IsShaped(ulong index, ulong size, int pathLength)
        => index < size && pathLength == MerklePath.InclusionLength(index, size);
}

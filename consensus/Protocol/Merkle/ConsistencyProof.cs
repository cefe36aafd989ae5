using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Ledger.Protocol.Merkle;

/// <summary>That the anchor tree of one size begins with the tree of an earlier size, in both suites.</summary>
/// <remarks>
/// RFC 9162 2.1.4. A value of this type always has 0 &lt; old size &lt;= new size and a path of exactly the right length. As
/// bytes: u64 old size, u64 new size, u8 path length, the SHA-256 path, the SM3 path.
/// </remarks>
public sealed class ConsistencyProof
{
    private readonly TwinDigest[] _path;

    /// <param name="oldSize">From 1 to <paramref name="newSize"/>.</param>
    /// <param name="newSize">Leaves in the later tree.</param>
    /// <param name="path">Hashes in the order of RFC 9162; the array is kept.</param>
    public ConsistencyProof(ulong oldSize, ulong newSize, TwinDigest[] path)
    {
        if (!IsShaped(oldSize, newSize, path.Length))
        {
            throw new ArgumentException($"{path.Length} hashes are no path from size {oldSize} to {newSize}.", nameof(path));
        }

        OldSize = oldSize;
        NewSize = newSize;
        _path = path;
    }

    public ulong OldSize { get; }

    public ulong NewSize { get; }

    public ReadOnlySpan<TwinDigest> Path => _path;

    /// <summary>Bytes <see cref="Encode(Span{byte})"/> writes.</summary>
    public int EncodedSize => ProofEncoding.Size(_path.Length);

    /// <summary>True if both roots follow from the path, in both suites (RFC 9162 2.1.4.2).</summary>
    public bool Verify(in TwinDigest oldRoot, in TwinDigest newRoot)
    {
        if (OldSize == NewSize)
        {
            return oldRoot == newRoot;
        }

        // A full old tree is itself the node both trees share, and is left out of the path.
        bool oldIsNode = BitOperations.IsPow2(OldSize);
        TwinDigest older = oldIsNode ? oldRoot : _path[0];
        TwinDigest newer = older;
        int level = BitOperations.TrailingZeroCount(OldSize);
        MerklePath walk = new((OldSize - 1) >> level, ((NewSize - 1) >> level) + 1);
        foreach (TwinDigest sibling in _path.AsSpan(oldIsNode ? 0 : 1))
        {
            bool isLeft = walk.NextIsLeft();
            newer = isLeft ? MerkleHash.Node(sibling, newer) : MerkleHash.Node(newer, sibling);
            older = isLeft ? MerkleHash.Node(sibling, older) : older;
        }

        return older == oldRoot && newer == newRoot;
    }

    public void Encode(Span<byte> destination) => ProofEncoding.Encode(OldSize, NewSize, _path, destination);

    public byte[] Encode()
    {
        byte[] bytes = new byte[EncodedSize];
        Encode(bytes);
        return bytes;
    }

    /// <summary>False unless <paramref name="bytes"/> is exactly one proof of possible sizes and path length.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ConsistencyProof? proof)
    {
        proof = ProofEncoding.TryDecode(bytes, out ulong oldSize, out ulong newSize, out TwinDigest[]? path)
            && IsShaped(oldSize, newSize, path.Length)
                ? new ConsistencyProof(oldSize, newSize, path)
                : null;
        return proof is not null;
    }

    private static bool IsShaped(ulong oldSize, ulong newSize, int pathLength)
        => oldSize > 0 && oldSize <= newSize && pathLength == MerklePath.ConsistencyLength(oldSize, newSize);
}

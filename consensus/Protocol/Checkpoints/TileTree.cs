using System.Numerics;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;

namespace Ledger.Protocol.Checkpoints;

/// <summary>Roots and proofs of a log of which only tiles of hashes are at hand.</summary>
/// <remarks>
/// RFC 6962 2.1. Which tiles are asked for follows from the sizes alone, never from hashes: so whoever has to fetch them may run a
/// question once to learn them and once to have it answered (<see cref="Needed"/>). What comes of untrusted tiles proves itself against
/// a root, or does not.
/// </remarks>
/// <param name="hash">Of the log.</param>
/// <param name="size">Leaves of the log whose tiles these are.</param>
/// <param name="tile">The hashes of a tile, back to back, exactly as many as it is wide.</param>
public sealed class TileTree(TreeHash hash, ulong size, Func<TilePath, ReadOnlyMemory<byte>> tile)
{
    /// <summary>The tiles that a question about a log of so many leaves needs, each once.</summary>
    public static IReadOnlyList<TilePath> Needed(ulong size, Action<TileTree> question)
    {
        List<TilePath> needed = [];
        question(new TileTree(TreeHash.Sha256, size, path =>
        {
            needed.Add(path);
            return new byte[path.Width * Digest.Size];
        }));
        return [.. needed.Distinct()];
    }

    /// <summary>The root of the first so many leaves; of none, the hash of no bytes.</summary>
    public Digest RootAt(ulong leaves) => leaves == 0 ? hash.EmptyTree : Range(0, leaves);

    /// <summary>The path of a leaf in the tree of the first so many, from its sibling up (2.1.1).</summary>
    public IReadOnlyList<Digest> ProveInclusion(ulong leaf, ulong leaves)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leaf, leaves);
        List<Digest> path = [];
        (ulong from, ulong to) = (0, leaves);
        while (to - from > 1)
        {
            ulong middle = from + Split(to - from);
            bool isLeft = leaf < middle;
            path.Add(isLeft ? Range(middle, to) : Range(from, middle));
            (from, to) = isLeft ? (from, middle) : (middle, to);
        }

        path.Reverse();
        return path;
    }

    /// <summary>That the first <paramref name="newer"/> leaves begin with the first <paramref name="older"/> (2.1.2).</summary>
    /// <remarks>Of the empty tree, and of a tree to itself, nothing.</remarks>
    public IReadOnlyList<Digest> ProveConsistency(ulong older, ulong newer)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(older, newer);
        List<Digest> path = [];
        (ulong from, ulong to) = (0, newer);
        bool isWhole = true;
        while (older > 0 && to > older)
        {
            ulong middle = from + Split(to - from);
            bool isLeft = older <= middle;
            path.Add(isLeft ? Range(middle, to) : Range(from, middle));
            isWhole &= isLeft;
            (from, to) = isLeft ? (from, middle) : (middle, to);
        }

        path.AddRange(isWhole || older == 0 ? [] : [Range(from, to)]);
        path.Reverse();
        return path;
    }

    /// <summary>The hash over the leaves from one up to another; a full subtree is looked up, any other is put together.</summary>
    private Digest Range(ulong from, ulong to)
    {
        ulong length = to - from;
        if (BitOperations.IsPow2(length) && (from & (length - 1)) == 0)
        {
            int level = BitOperations.Log2(length);
            return Node(level, from >> level);
        }

        ulong middle = from + Split(length);
        return hash.Node(Range(from, middle), Range(middle, to));
    }

    private Digest Node(int level, ulong index)
    {
        int row = level % AnchorTree.TileHeight;
        ulong first = index << row;
        TilePath path = LogTiles.Holding(level / AnchorTree.TileHeight, first, size);
        int start = (int)(first % AnchorTree.TileWidth) * Digest.Size;
        return Fold(tile(path).Span.Slice(start, Digest.Size << row));
    }

    private Digest Fold(ReadOnlySpan<byte> hashes)
    {
        int half = hashes.Length / 2;
        return hashes.Length == Digest.Size ? new Digest(hashes) : hash.Node(Fold(hashes[..half]), Fold(hashes[half..]));
    }

    /// <summary>The largest power of two below a length of at least 2.</summary>
    private static ulong Split(ulong length) => 1UL << BitOperations.Log2(length - 1);
}

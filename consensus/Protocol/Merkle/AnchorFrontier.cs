using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Ledger.Protocol.Merkle;

/// <summary>All an append needs to know of an anchor tree: its size and the full subtrees along its right edge.</summary>
/// <remarks>
/// A value that never changes: <see cref="Append"/> gives the next one, so blocks that compete may each append to their
/// parent's. There is one edge hash for every 1 bit of the size, the largest subtree first. As bytes: u64 size, then 64 bytes
/// per edge hash.
/// </remarks>
public sealed class AnchorFrontier
{
    private const int SizeField = sizeof(ulong);

    private readonly TwinDigest[] _edge;

    private AnchorFrontier(ulong size, TwinDigest[] edge)
    {
        Size = size;
        _edge = edge;
    }

    /// <summary>The tree without leaves.</summary>
    public static AnchorFrontier Empty { get; } = new(0, []);

    /// <summary>Leaves in the tree.</summary>
    public ulong Size { get; }

    /// <summary>The tree's root in both suites; of the empty tree, the hash of no bytes.</summary>
    /// <remarks>Computed on every call: one node less than there are edge hashes.</remarks>
    public TwinDigest Root
    {
        get
        {
            if (_edge.Length == 0)
            {
                return MerkleHash.EmptyTree;
            }

            TwinDigest root = _edge[^1];
            for (int i = _edge.Length - 2; i >= 0; i--)
            {
                root = MerkleHash.Node(_edge[i], root);
            }

            return root;
        }
    }

    /// <summary>Bytes <see cref="Encode(Span{byte})"/> writes.</summary>
    public int EncodedSize => SizeField + (_edge.Length * TwinDigest.Size);

    /// <summary>The frontier after <paramref name="records"/>, which lie back to back.</summary>
    /// <param name="records">Any number of whole records.</param>
    /// <param name="recordLength">Bytes per record, 1 to 118.</param>
    /// <param name="completed">Receives every subtree of 2^8, 2^16, 2^24 ... leaves that these records complete.</param>
    public AnchorFrontier Append(ReadOnlySpan<byte> records, int recordLength, AnchorTileList completed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(recordLength);
        if (records.Length % recordLength != 0)
        {
            throw new ArgumentException($"{records.Length} bytes are not whole records of {recordLength}.", nameof(records));
        }

        int count = records.Length / recordLength;
        if (count == 0)
        {
            return this;
        }

        ulong size = checked(Size + (ulong)count);
        using FrontierFold fold = new(count);
        fold.HashLeaves(records, recordLength);
        return new AnchorFrontier(size, FoldInto(fold, size, completed));
    }

    /// <summary>The same for records of <see cref="AnchorTree.RecordLength"/>.</summary>
    public AnchorFrontier Append(ReadOnlySpan<byte> records, AnchorTileList completed)
        => Append(records, AnchorTree.RecordLength, completed);

    /// <summary>The hash of the full subtree of 2^<paramref name="level"/> leaves on the edge; that bit of the size is 1.</summary>
    public TwinDigest EdgeAt(int level)
    {
        if (((Size >> level) & 1) == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, $"Size {Size} has no subtree at this level.");
        }

        return _edge[BitOperations.PopCount(level == 63 ? 0 : Size >> (level + 1))];
    }

    public void Encode(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, Size);
        for (int i = 0; i < _edge.Length; i++)
        {
            _edge[i].CopyTo(destination[(SizeField + (i * TwinDigest.Size))..]);
        }
    }

    public byte[] Encode()
    {
        byte[] bytes = new byte[EncodedSize];
        Encode(bytes);
        return bytes;
    }

    /// <summary>False if <paramref name="bytes"/> is not exactly one frontier. That the hashes are right shows in the root.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out AnchorFrontier? frontier)
    {
        frontier = null;
        if (bytes.Length < SizeField)
        {
            return false;
        }

        ulong size = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        TwinDigest[] edge = new TwinDigest[BitOperations.PopCount(size)];
        bytes = bytes[SizeField..];
        if (bytes.Length != edge.Length * TwinDigest.Size)
        {
            return false;
        }

        for (int i = 0; i < edge.Length; i++)
        {
            edge[i] = new TwinDigest(bytes.Slice(i * TwinDigest.Size, TwinDigest.Size));
        }

        frontier = new AnchorFrontier(size, edge);
        return true;
    }

    /// <summary>For whoever recomputed the edge from stored tiles; largest subtree first.</summary>
    internal static AnchorFrontier FromEdge(ulong size, TwinDigest[] edge)
    {
        Invariant.Holds(edge.Length == BitOperations.PopCount(size), "A frontier has one edge hash per 1 bit of its size.");
        return new AnchorFrontier(size, edge);
    }

    /// <summary>Folds the new nodes level by level with the edge on their left; what stays single is the new edge.</summary>
    private TwinDigest[] FoldInto(FrontierFold fold, ulong size, AnchorTileList completed)
    {
        TwinDigest[] edge = new TwinDigest[BitOperations.PopCount(size)];
        int kept = edge.Length;
        int level = 0;
        while (fold.Count > 0)
        {
            if (level > 0 && level % AnchorTree.TileHeight == 0)
            {
                fold.Report(level / AnchorTree.TileHeight, Size >> level, completed);
            }

            if (((Size >> level) & 1) != 0)
            {
                fold.Prepend(EdgeAt(level));
            }

            if (((size >> level) & 1) != 0)
            {
                edge[--kept] = fold.TakeLast();
            }

            fold.HashPairs();
            level++;
        }

        // Above the highest new node nothing changed: those edge hashes are the old ones.
        _edge.AsSpan(0, kept).CopyTo(edge);
        return edge;
    }
}

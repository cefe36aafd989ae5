using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;

namespace Ledger.Client.Logs;

/// <summary>Grows a mirror's tiles by leaves: every hash is computed here, none is copied.</summary>
/// <remarks>What is not full yet is held in memory: at most 255 hashes a level.</remarks>
internal sealed class MirrorTiles
{
    private readonly TreeHash _hash;
    private readonly Action<TilePath, byte[]> _put;
    private readonly List<byte>[] _open = [.. Enumerable.Range(0, 8).Select(_ => new List<byte>())];

    /// <param name="hash">Of the log.</param>
    /// <param name="size">Leaves that the mirror has.</param>
    /// <param name="had">Reads a tile that the mirror has.</param>
    /// <param name="put">Takes each tile when it is full, and at the end those that are not.</param>
    public MirrorTiles(TreeHash hash, ulong size, Func<TilePath, byte[]> had, Action<TilePath, byte[]> put)
    {
        (_hash, _put, Size) = (hash, put, size);
        for (int level = 0; LogTiles.Count(level, size) > 0; level++)
        {
            ulong count = LogTiles.Count(level, size);
            _open[level].AddRange(count % AnchorTree.TileWidth == 0 ? [] : had(LogTiles.Holding(level, count - 1, size)));
        }
    }

    public ulong Size { get; private set; }

    /// <summary>Adds the leaves of a bundle that follow those it has; false when those that it has are others.</summary>
    public bool TryAdd(ReadOnlySpan<byte> records)
    {
        byte[] leaves = LogTiles.Leaves(_hash, records);
        int known = _open[0].Count;
        if (!leaves.AsSpan().StartsWith(_open[0].ToArray()))
        {
            return false;
        }

        for (int at = known; at < leaves.Length; at += Digest.Size)
        {
            Size++;
            Add(0, Size, leaves.AsSpan(at, Digest.Size));
        }

        return true;
    }

    /// <summary>Gives out the tiles at the right edge that are not full.</summary>
    public void Close()
    {
        for (int level = 0; LogTiles.Count(level, Size) > 0; level++)
        {
            if (_open[level].Count > 0)
            {
                _put(LogTiles.Holding(level, LogTiles.Count(level, Size) - 1, Size), [.. _open[level]]);
            }
        }
    }

    /// <param name="level">Of the tile.</param>
    /// <param name="count">Hashes of the level with this one.</param>
    /// <param name="node">32 bytes.</param>
    private void Add(int level, ulong count, ReadOnlySpan<byte> node)
    {
        _open[level].AddRange(node);
        if (count % AnchorTree.TileWidth != 0)
        {
            return;
        }

        byte[] tile = [.. _open[level]];
        _open[level].Clear();
        ulong index = (count / AnchorTree.TileWidth) - 1;
        _put(new TilePath(level, index), tile);
        Add(level + 1, index + 1, Fold(tile).ToArray());
    }

    private Digest Fold(ReadOnlySpan<byte> hashes)
    {
        int half = hashes.Length / 2;
        return hashes.Length == Digest.Size ? new Digest(hashes) : _hash.Node(Fold(hashes[..half]), Fold(hashes[half..]));
    }
}

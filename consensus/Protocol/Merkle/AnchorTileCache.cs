namespace Ledger.Protocol.Merkle;

/// <summary>The full nodes of a stored anchor tree, recomputed a tile at a time.</summary>
/// <remarks>
/// Two tiles are kept per tile level, because a proof walks two edges: from its leaf, and along the right. So a second proof in
/// the same tiles reads and hashes nothing, and memory is bounded by 8 levels of 2 tiles of 32 KiB.
/// </remarks>
internal sealed class AnchorTileCache(IAnchorTiles tiles, int recordLength)
{
    private const int TileLevels = AnchorTree.MaximumHeight / AnchorTree.TileHeight;

    private readonly AnchorTile?[] _recent = new AnchorTile?[TileLevels];
    private readonly AnchorTile?[] _older = new AnchorTile?[TileLevels];
    private readonly byte[] _scratch = new byte[AnchorTree.TileWidth * Math.Max(recordLength, TwinDigest.Size)];

    /// <summary>The full subtree of 2^<paramref name="level"/> leaves at <paramref name="index"/>, inside a tree of that size.</summary>
    public TwinDigest Node(int level, ulong index, ulong treeSize)
    {
        int tileLevel = level / AnchorTree.TileHeight;
        int row = level % AnchorTree.TileHeight;
        ulong firstBottom = index << row;
        ulong tileIndex = firstBottom / AnchorTree.TileWidth;
        ulong complete = (treeSize >> (tileLevel * AnchorTree.TileHeight)) - (tileIndex * AnchorTree.TileWidth);
        AnchorTile tile = Tile(tileLevel, tileIndex, (int)Math.Min(complete, AnchorTree.TileWidth));
        return tile.Node(row, (int)(index - ((tileIndex * AnchorTree.TileWidth) >> row)));
    }

    private AnchorTile Tile(int tileLevel, ulong index, int width)
    {
        AnchorTile? recent = _recent[tileLevel];
        if (recent is not null && recent.Covers(index, width))
        {
            return recent;
        }

        AnchorTile? older = _older[tileLevel];
        if (older is null || !older.Covers(index, width))
        {
            older ??= new AnchorTile();
            Load(older, tileLevel, index, width);
        }

        (_recent[tileLevel], _older[tileLevel]) = (older, recent);
        return older;
    }

    private void Load(AnchorTile tile, int tileLevel, ulong index, int width)
    {
        if (tileLevel == 0)
        {
            tile.LoadRecords(tiles, index, width, recordLength, _scratch);
        }
        else
        {
            tile.LoadRoots(tiles, tileLevel, index, width, _scratch);
        }
    }
}

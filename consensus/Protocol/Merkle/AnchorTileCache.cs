namespace Ledger.Protocol.Merkle;

/// <summary>The full nodes of a stored anchor tree, recomputed a tile at a time.</summary>
/// <remarks>
/// The tiles used last are kept, <see cref="KeptTiles"/> of each tile level: a proof walks two edges, from its leaf and along
/// the right of its block's tree, and receipts are asked for in any order. So another proof in tiles used lately reads and
/// hashes nothing, and memory is bounded by 32 KiB a tile: 4 MiB a level, of which a log of 2^24 leaves has three.
/// </remarks>
internal sealed class AnchorTileCache(IAnchorTiles tiles, int recordLength)
{
    private const int TileLevels = AnchorTree.MaximumHeight / AnchorTree.TileHeight;

    /// <summary>Tiles kept of one tile level.</summary>
    public const int KeptTiles = 128;

    // Of each level, the one used last comes first.
    private readonly List<AnchorTile>?[] _kept = new List<AnchorTile>?[TileLevels];
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
        List<AnchorTile> kept = _kept[tileLevel] ??= [];
        if (kept.Count > 0 && kept[0].Covers(index, width))
        {
            return kept[0]; // most of a proof's nodes are in the tile of the node before
        }

        AnchorTile tile = TakeOut(kept, index);
        if (!tile.Covers(index, width))
        {
            Load(tile, tileLevel, index, width);
        }

        kept.Insert(0, tile);
        return tile;
    }

    /// <summary>The tile of that index, however wide it is so far; else a new one, or the one not used for longest.</summary>
    private static AnchorTile TakeOut(List<AnchorTile> kept, ulong index)
    {
        int at = kept.FindIndex(t => t.Index == index);
        if (at < 0 && kept.Count < KeptTiles)
        {
            return new AnchorTile();
        }

        AnchorTile tile = at < 0 ? kept[^1] : kept[at];
        kept.Remove(tile);
        return tile;
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

namespace Ledger.Protocol.Merkle;

/// <summary>The shape of the anchor tree: record and tile sizes.</summary>
public static class AnchorTree
{
    /// <summary>Bytes of a leaf record, so that 0x00 and the record are one block of either hash (PROTOCOL.md section 4).</summary>
    public const int RecordLength = 54;

    /// <summary>Levels of the tree per tile level.</summary>
    public const int TileHeight = 8;

    /// <summary>Hashes at the bottom of a full tile.</summary>
    public const int TileWidth = 1 << TileHeight;

    /// <summary>Levels a tree of up to 2^64 - 1 leaves can have below its root: the longest inclusion path.</summary>
    public const int MaximumHeight = 64;
}

using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Merkle;

/// <summary>Up to 256 neighbouring nodes of one tile level and the full nodes above them, in both suites.</summary>
/// <remarks>
/// Row 0 is the bottom; row l has the nodes of 2^l bottom ones each, as far as they are complete. Row 8 is not kept: it is a
/// node of the next tile level. Memory is kept when the tile is loaded again with other contents.
/// </remarks>
internal sealed class AnchorTile
{
    // Rows 0..7 of a full tile: 256 + 128 + ... + 2.
    private const int Nodes = (2 * AnchorTree.TileWidth) - 2;

    private readonly byte[] _sha256 = new byte[Nodes * Digest.Size];
    private readonly byte[] _sm3 = new byte[Nodes * Digest.Size];
    private int _width;

    /// <summary>Which tile of its level this is, from the left.</summary>
    public ulong Index { get; private set; }

    /// <summary>True if the tile holds at least the first <paramref name="width"/> bottom nodes of tile <paramref name="index"/>.</summary>
    public bool Covers(ulong index, int width) => _width >= width && Index == index;

    public void LoadRecords(IAnchorTiles tiles, ulong index, int width, int recordLength, Span<byte> scratch)
    {
        _width = 0;
        Span<byte> records = scratch[..(width * recordLength)];
        tiles.ReadRecords(index * AnchorTree.TileWidth, records);
        Sha256Lanes.HashLeaves(records, recordLength, _sha256.AsSpan(0, width * Digest.Size));
        Sm3Lanes.HashLeaves(records, recordLength, _sm3.AsSpan(0, width * Digest.Size));
        HashUp(index, width);
    }

    public void LoadRoots(IAnchorTiles tiles, int tileLevel, ulong index, int width, Span<byte> scratch)
    {
        _width = 0;
        Span<byte> pairs = scratch[..(width * TwinDigest.Size)];
        tiles.ReadTileRoots(tileLevel, index * AnchorTree.TileWidth, pairs);
        for (int i = 0; i < width; i++)
        {
            Span<byte> pair = pairs.Slice(i * TwinDigest.Size, TwinDigest.Size);
            pair[..Digest.Size].CopyTo(_sha256.AsSpan(i * Digest.Size));
            pair[Digest.Size..].CopyTo(_sm3.AsSpan(i * Digest.Size));
        }

        HashUp(index, width);
    }

    /// <summary>The node at <paramref name="position"/> of row <paramref name="row"/>, which must be complete.</summary>
    public TwinDigest Node(int row, int position)
    {
        Invariant.Holds(position < _width >> row, "A tile gives only complete nodes.");
        int offset = (RowStart(row) + position) * Digest.Size;
        return new TwinDigest(
            new Digest(_sha256.AsSpan(offset, Digest.Size)), new Digest(_sm3.AsSpan(offset, Digest.Size)));
    }

    private void HashUp(ulong index, int width)
    {
        for (int row = 1; row < AnchorTree.TileHeight; row++)
        {
            int parents = width >> row;
            int from = RowStart(row - 1) * Digest.Size;
            int to = RowStart(row) * Digest.Size;
            int length = parents * Digest.Size;
            Sha256Lanes.HashNodes(_sha256.AsSpan(from, 2 * length), _sha256.AsSpan(to, length));
            Sm3Lanes.HashNodes(_sm3.AsSpan(from, 2 * length), _sm3.AsSpan(to, length));
        }

        Index = index;
        _width = width;
    }

    /// <summary>256 + 128 + ..., <paramref name="row"/> terms.</summary>
    private static int RowStart(int row) => (2 * AnchorTree.TileWidth) - ((2 * AnchorTree.TileWidth) >> row);
}

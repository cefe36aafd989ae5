using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;

namespace Ledger.Protocol.Checkpoints;

/// <summary>The stored anchor tree as the tiles and bundles of C2SP, in either hash.</summary>
/// <remarks>
/// c2sp.org/tlog-tiles. Both have tiles of 256: a hash of a tile above level 0 is the root of a full tile below it, which is what the
/// store keeps; those of level 0 are hashed from the records. A bundle has each record behind its length.
/// </remarks>
public static class LogTiles
{
    /// <summary>Bytes of one entry in a bundle: its length, u16 big-endian, and the leaf record.</summary>
    public const int EntryBytes = sizeof(ushort) + AnchorTree.RecordLength;

    /// <summary>Bytes of the longest of both: a full bundle.</summary>
    public const int MaximumBytes = AnchorTree.TileWidth * EntryBytes;

    /// <summary>Hashes at a level of a log of so many leaves; entries count as level 0.</summary>
    public static ulong Count(int level, ulong size)
        => level * AnchorTree.TileHeight >= 64 ? 0 : size >> (Math.Max(level, 0) * AnchorTree.TileHeight);

    /// <summary>Whether a log of so many leaves has it. Of a full tile each begin is a tile, too.</summary>
    public static bool Has(TilePath path, ulong size)
        => (path.Index * AnchorTree.TileWidth) + (ulong)path.Width <= Count(path.Level, size);

    /// <summary>The tile of a level that has a hash, as wide as it is in a log of so many leaves.</summary>
    public static TilePath Holding(int level, ulong hash, ulong size)
    {
        ulong index = hash / AnchorTree.TileWidth;
        return new TilePath(level, index, (int)Math.Min(AnchorTree.TileWidth, Count(level, size) - (index * AnchorTree.TileWidth)));
    }

    /// <summary>The bytes of a tile or a bundle that the store has.</summary>
    public static byte[] Read(IAnchorTiles tiles, TreeHash hash, TilePath path)
        => path.Level > 0 ? ReadRoots(tiles, hash, path)
            : path.IsEntries ? Bundle(Records(tiles, path))
            : Leaves(hash, Records(tiles, path));

    /// <summary>Bytes of a bundle, of whole records.</summary>
    public static byte[] Bundle(ReadOnlySpan<byte> records)
    {
        byte[] bundle = new byte[records.Length / AnchorTree.RecordLength * EntryBytes];
        Span<byte> rest = bundle;
        for (; !rest.IsEmpty; rest = rest[EntryBytes..], records = records[AnchorTree.RecordLength..])
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, AnchorTree.RecordLength);
            records[..AnchorTree.RecordLength].CopyTo(rest[sizeof(ushort)..]);
        }

        return bundle;
    }

    /// <summary>The records of a bundle of so many entries; null for any other bytes.</summary>
    public static byte[]? RecordsOf(ReadOnlySpan<byte> bundle, int width)
    {
        if (bundle.Length != width * EntryBytes)
        {
            return null;
        }

        byte[] records = new byte[width * AnchorTree.RecordLength];
        Span<byte> rest = records;
        for (; !rest.IsEmpty; rest = rest[AnchorTree.RecordLength..], bundle = bundle[EntryBytes..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(bundle) != AnchorTree.RecordLength)
            {
                return null;
            }

            bundle[sizeof(ushort)..EntryBytes].CopyTo(rest);
        }

        return records;
    }

    /// <summary>The hashes of whole records, back to back: a tile of level 0.</summary>
    public static byte[] Leaves(TreeHash hash, ReadOnlySpan<byte> records)
    {
        byte[] leaves = new byte[records.Length / AnchorTree.RecordLength * Digest.Size];
        for (Span<byte> rest = leaves; !rest.IsEmpty; rest = rest[Digest.Size..], records = records[AnchorTree.RecordLength..])
        {
            hash.Leaf(records[..AnchorTree.RecordLength]).CopyTo(rest);
        }

        return leaves;
    }

    private static byte[] Records(IAnchorTiles tiles, TilePath path)
    {
        byte[] records = new byte[path.Width * AnchorTree.RecordLength];
        tiles.ReadRecords(path.Index * AnchorTree.TileWidth, records);
        return records;
    }

    private static byte[] ReadRoots(IAnchorTiles tiles, TreeHash hash, TilePath path)
    {
        byte[] pairs = new byte[path.Width * TwinDigest.Size];
        tiles.ReadTileRoots(path.Level, path.Index * AnchorTree.TileWidth, pairs);
        byte[] hashes = new byte[path.Width * Digest.Size];
        for (int i = 0; i < path.Width; i++)
        {
            hash.Of(new TwinDigest(pairs.AsSpan(i * TwinDigest.Size, TwinDigest.Size))).CopyTo(hashes.AsSpan(i * Digest.Size));
        }

        return hashes;
    }
}

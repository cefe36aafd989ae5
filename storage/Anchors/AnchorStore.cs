using System.Buffers.Binary;
using Ledger.Protocol.Merkle;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Storage.Anchors;

/// <summary>The anchor log's leaf records and the roots of its full tiles, as files of fixed width.</summary>
/// <remarks>
/// <para>PROTOCOL.md section 4. Derived from the block log: flushed only at checkpoints, so after a crash
/// <see cref="Size"/> is that of the last <see cref="Flush"/> and the caller replays the blocks above it.</para>
/// <para>One thread appends; any thread reads what was appended. It throws nothing away silently: files shorter than
/// the manifest says are refused.</para>
/// </remarks>
public sealed class AnchorStore : IAnchorTiles, IDisposable
{
    /// <summary>Bytes of a leaf record.</summary>
    public const int RecordBytes = 54;

    /// <summary>Bytes of a tile root: SHA-256, then SM3.</summary>
    public const int TileRootBytes = 64;

    /// <summary>Levels of tiles: level k has the roots of full subtrees of 256^k leaves, k from 1.</summary>
    public const int Levels = 4;

    private const int LeavesPerTileBits = 8;
    private const string ManifestName = "anchors.manifest";
    private readonly IDirectory _directory;
    private readonly LogIdentity _identity;
    private readonly FixedWidthFile _records;
    private readonly FixedWidthFile[] _levels = new FixedWidthFile[Levels];

    private AnchorStore(IDirectory directory, LogIdentity identity)
    {
        _directory = directory;
        _identity = identity;
        directory.DeleteUnfinished();
        byte[]? manifest = Manifest.TryRead(directory, ManifestName, LogFormat.Anchors, identity);
        _records = OpenFile("leaves.dat", 0, RecordBytes, CountIn(manifest, 0));
        for (int level = 1; level <= Levels; level++)
        {
            _levels[level - 1] = OpenFile($"tiles-{level}.dat", level, TileRootBytes, CountIn(manifest, level));
        }
    }

    /// <summary>Leaves appended.</summary>
    public ulong Size => _records.Count;

    /// <summary>Opens the store at its last flush; a folder without a whole manifest gives an empty store.</summary>
    public static AnchorStore Open(IDirectory directory, LogIdentity identity) => new(directory, identity);

    /// <summary>Adds leaf records of <see cref="RecordBytes"/> each.</summary>
    public void Append(ReadOnlySpan<byte> records) => _records.Append(records);

    /// <summary>Adds tile roots of a level; the first must be the next one of that level.</summary>
    public void AppendTileRoots(int level, ulong index, ReadOnlySpan<byte> roots)
    {
        FixedWidthFile file = FileOf(level);
        if (index != file.Count)
        {
            throw new InvalidOperationException($"Tile {index} cannot follow {file.Count} tiles of level {level}.");
        }

        file.Append(roots);
    }

    /// <summary>Tile roots appended at a level from 1 to <see cref="Levels"/>.</summary>
    public ulong TileCount(int level) => FileOf(level).Count;

    /// <summary>Fills the span with whole leaf records from one leaf on.</summary>
    public void ReadRecords(ulong firstLeaf, Span<byte> records) => _records.Read(firstLeaf, records);

    /// <summary>Fills the span with whole tile roots of a level from one index on.</summary>
    public void ReadTileRoots(int level, ulong firstIndex, Span<byte> roots) => FileOf(level).Read(firstIndex, roots);

    /// <summary>Makes everything appended durable and remembers how much that is.</summary>
    public void Flush()
    {
        _records.Flush();
        foreach (FixedWidthFile level in _levels)
        {
            level.Flush();
        }

        WriteManifest();
    }

    /// <summary>Forgets the leaves from a size on, and the tiles that reach over it, durably.</summary>
    public void TruncateTo(ulong size)
    {
        _records.TruncateTo(size);
        for (int level = 1; level <= Levels; level++)
        {
            FileOf(level).TruncateTo(size >> (LeavesPerTileBits * level));
        }

        Flush();
    }

    public void Dispose()
    {
        _records.Dispose();
        Array.ForEach(_levels, level => level.Dispose());
    }

    private FixedWidthFile OpenFile(string name, int level, int width, ulong keep) => _directory.Exists(name)
        ? FixedWidthFile.Open(_directory, name, _identity, width, keep)
        : keep == 0
            ? FixedWidthFile.Create(_directory, name, _identity, (uint)level, width)
            : throw new StorageFaultException(StorageFault.FileMissing, name, 0,
                "Remove the anchors folder and replay the block log.");

    private FixedWidthFile FileOf(int level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, Levels);
        return _levels[level - 1];
    }

    private void WriteManifest()
    {
        Span<byte> counts = stackalloc byte[(1 + Levels) * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(counts, _records.Count);
        for (int level = 1; level <= Levels; level++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(counts[(level * sizeof(ulong))..], TileCount(level));
        }

        Manifest.Write(_directory, ManifestName, LogFormat.Anchors, _identity, counts);
    }

    private static ulong CountIn(byte[]? manifest, int position) =>
        manifest is null ? 0 : BinaryPrimitives.ReadUInt64BigEndian(manifest.AsSpan(position * sizeof(ulong)));
}

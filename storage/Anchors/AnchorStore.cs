using System.Buffers.Binary;
using Ledger.Protocol.Merkle;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Storage.Anchors;

/// <summary>The anchor log's leaf records and the roots of its full tiles, as files of fixed width.</summary>
/// <remarks>
/// <para>PROTOCOL.md section 4. Derived from the block log: flushed only at checkpoints, so after a crash
/// <see cref="Size"/> is that of the last <see cref="Flush"/> and the caller replays the blocks above it.</para>
/// <para>One thread appends; any thread reads what was appended. Opening reads everything and holds it to the
/// manifest's checksums; what fails them empties the store, and is noted.</para>
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
    private const int KeptBytes = sizeof(ulong) + sizeof(uint);
    private const string ManifestName = "anchors.manifest";
    private readonly IDirectory _directory;
    private readonly LogIdentity _identity;
    private readonly FixedWidthFile[] _files;
    private readonly List<RecoveryNote> _notes = [];

    private AnchorStore(IDirectory directory, LogIdentity identity)
    {
        _directory = directory;
        _identity = identity;
        directory.DeleteUnfinished();
        byte[]? manifest = Manifest.TryRead(directory, ManifestName, LogFormat.AnchorManifest, identity);
        if (manifest is null && directory.Exists(ManifestName))
        {
            Note(directory.PathOf(ManifestName), 0, "the manifest is damaged or old");
        }

        try
        {
            _files = OpenAll(manifest);
        }
        catch (StorageFaultException fault) when (fault.Fault is not (StorageFault.NewerFormat or StorageFault.ForeignChain))
        {
            Note(fault.File, fault.Offset, fault.Fault.ToString());
            DeleteAll();
            _files = OpenAll(null);
        }
    }

    /// <summary>What opening threw away.</summary>
    public IReadOnlyList<RecoveryNote> Notes => _notes;

    /// <summary>Leaves appended.</summary>
    public ulong Size => Records.Count;

    /// <summary>Opens the store at its last flush; a folder without a whole manifest gives an empty store.</summary>
    public static AnchorStore Open(IDirectory directory, LogIdentity identity) => new(directory, identity);

    /// <summary>Adds leaf records of <see cref="RecordBytes"/> each.</summary>
    public void Append(ReadOnlySpan<byte> records) => Records.Append(records);

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
    public void ReadRecords(ulong firstLeaf, Span<byte> records) => Records.Read(firstLeaf, records);

    /// <summary>Fills the span with whole tile roots of a level from one index on.</summary>
    public void ReadTileRoots(int level, ulong firstIndex, Span<byte> roots) => FileOf(level).Read(firstIndex, roots);

    /// <summary>Makes everything appended durable and remembers how much that is.</summary>
    public void Flush()
    {
        Array.ForEach(_files, file => file.Flush());
        WriteManifest([.. _files.Select(file => (file.Count, file.Crc))]);
    }

    /// <summary>Forgets the leaves from a size on, and the tiles that reach over it, durably.</summary>
    /// <remarks>The manifest goes first: a crash between the two leaves files that are longer than it says, never shorter.</remarks>
    public void TruncateTo(ulong size)
    {
        Array.ForEach(_files, file => file.Flush());
        (ulong, uint)[] kept = [.. _files.Select((file, level) => file.After(size >> (LeavesPerTileBits * level)))];
        WriteManifest(kept);
        for (int level = 0; level <= Levels; level++)
        {
            _files[level].TruncateTo(kept[level]);
        }
    }

    public void Dispose() => Array.ForEach(_files, file => file.Dispose());

    private FixedWidthFile Records => _files[0];

    private FixedWidthFile FileOf(int level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, Levels);
        return _files[level];
    }

    private FixedWidthFile[] OpenAll(byte[]? manifest) =>
        [.. Enumerable.Range(0, 1 + Levels).Select(level => OpenFile(level, KeptIn(manifest, level)))];

    private FixedWidthFile OpenFile(int level, (ulong Count, uint Crc) kept)
    {
        string name = NameOf(level);
        int width = level == 0 ? RecordBytes : TileRootBytes;
        return kept.Count > 0 || _directory.Exists(name)
            ? FixedWidthFile.Open(_directory, name, _identity, (uint)level, width, kept.Count, kept.Crc)
            : FixedWidthFile.Create(_directory, name, _identity, (uint)level, width);
    }

    private void DeleteAll() => _directory.DeleteDurably(
        [.. Enumerable.Range(0, 1 + Levels).Select(NameOf).Append(ManifestName).Where(_directory.Exists)]);

    private void WriteManifest(IEnumerable<(ulong Count, uint Crc)> kept)
    {
        byte[] payload = new byte[(1 + Levels) * KeptBytes];
        Span<byte> rest = payload;
        foreach ((ulong count, uint crc) in kept)
        {
            BinaryPrimitives.WriteUInt64BigEndian(rest, count);
            BinaryPrimitives.WriteUInt32BigEndian(rest[sizeof(ulong)..], crc);
            rest = rest[KeptBytes..];
        }

        Manifest.Write(_directory, ManifestName, LogFormat.AnchorManifest, _identity, payload);
    }

    private void Note(string file, long offset, string why) =>
        _notes.Add(new RecoveryNote(file, offset, $"emptied the anchor store, which is rebuilt from the block log: {why}"));

    private static (ulong Count, uint Crc) KeptIn(byte[]? manifest, int level) => manifest is null
        ? (0, 0)
        : (BinaryPrimitives.ReadUInt64BigEndian(manifest.AsSpan(level * KeptBytes)),
            BinaryPrimitives.ReadUInt32BigEndian(manifest.AsSpan((level * KeptBytes) + sizeof(ulong))));

    private static string NameOf(int level) => level == 0 ? "leaves.dat" : $"tiles-{level}.dat";
}

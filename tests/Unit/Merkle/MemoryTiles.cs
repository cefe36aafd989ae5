using Ledger.Protocol.Merkle;

namespace Ledger.Tests.Unit.Merkle;

/// <summary>Records and tile roots in memory, kept as an append reported them; reading what is not there throws.</summary>
internal sealed class MemoryTiles : IAnchorTiles
{
    private readonly List<byte> _records = [];
    private readonly Dictionary<(int TileLevel, ulong Index), TwinDigest> _roots = [];
    private readonly AnchorTileList _completed = new();

    public AnchorFrontier Frontier { get; private set; } = AnchorFrontier.Empty;

    public int TileRoots => _roots.Count;

    public int RecordReads { get; private set; }

    /// <summary>Records that are different for different indexes, from a seed.</summary>
    public static byte[] MakeRecords(int count, int seed = 1)
    {
        byte[] records = new byte[count * AnchorTree.RecordLength];
        new Random(seed).NextBytes(records);
        return records;
    }

    public static byte[][] Split(ReadOnlySpan<byte> records)
    {
        byte[][] leaves = new byte[records.Length / AnchorTree.RecordLength][];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = records.Slice(i * AnchorTree.RecordLength, AnchorTree.RecordLength).ToArray();
        }

        return leaves;
    }

    public void Append(ReadOnlySpan<byte> records)
    {
        _completed.Clear();
        Frontier = Frontier.Append(records, _completed);
        _records.AddRange(records);
        foreach (AnchorTileRoot root in _completed.AsSpan())
        {
            _roots.Add((root.TileLevel, root.Index), root.Root);
        }
    }

    public TwinDigest TileRoot(int tileLevel, ulong index) => _roots[(tileLevel, index)];

    public void ReadRecords(ulong firstLeaf, Span<byte> records)
    {
        RecordReads++;
        _records.Slice((int)firstLeaf * AnchorTree.RecordLength, records.Length).ToArray().CopyTo(records);
    }

    public void ReadTileRoots(int tileLevel, ulong firstIndex, Span<byte> pairs)
    {
        for (int i = 0; i < pairs.Length / TwinDigest.Size; i++)
        {
            _roots[(tileLevel, firstIndex + (ulong)i)].CopyTo(pairs[(i * TwinDigest.Size)..]);
        }
    }
}

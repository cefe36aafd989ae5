using Ledger.Protocol.Encoding;
using Ledger.Storage.State;

namespace Ledger.Engine.Snapshots;

/// <summary>The bytes of the pieces of a snapshot; see <see cref="Protocol.Messages.SnapshotPiece"/>.</summary>
public static class PieceCodec
{
    /// <summary>Most entries of one part of the state map, by their least size.</summary>
    private const int MaximumEntries = Protocol.Messages.SnapshotPiece.MaximumBytes / 16;

    public static byte[] EncodeBlocks(IReadOnlyList<byte[]> records)
    {
        WireWriter writer = new(4 + records.Sum(r => 4 + r.Length));
        writer.U32((uint)records.Count);
        foreach (byte[] record in records)
        {
            writer.Block(record);
        }

        return writer.ToArray();
    }

    /// <summary>Null when the bytes are not so many records.</summary>
    public static IReadOnlyList<BlockRecord>? DecodeBlocks(ReadOnlySpan<byte> bytes, int most)
    {
        WireReader reader = new(bytes);
        List<BlockRecord> records = [];
        for (int left = reader.Count(most); left > 0 && !reader.Failed; left--)
        {
            DecodeFault fault = BlockRecord.TryDecode(reader.Block(bytes.Length), out BlockRecord? record);
            reader.Require(fault == DecodeFault.None, fault);
            records.AddRange(record is null ? [] : [record]);
        }

        return reader.Finish() == DecodeFault.None ? records : null;
    }

    public static byte[] EncodeEntries(IReadOnlyList<MapEntry> entries)
    {
        WireWriter writer = new(4 + entries.Sum(e => 8 + e.Key.Length + e.Value.Length));
        writer.U32((uint)entries.Count);
        foreach (MapEntry entry in entries)
        {
            writer.Block(entry.Key).Block(entry.Value);
        }

        return writer.ToArray();
    }

    /// <summary>Null when the bytes are not entries.</summary>
    public static IReadOnlyList<MapEntry>? DecodeEntries(ReadOnlySpan<byte> bytes)
    {
        WireReader reader = new(bytes);
        List<MapEntry> entries = [];
        for (int left = reader.Count(MaximumEntries); left > 0 && !reader.Failed; left--)
        {
            byte[] key = reader.Block(StateWrite.MaximumKeyBytes).ToArray();
            entries.Add(new MapEntry(key, reader.Block(StateWrite.MaximumValueBytes).ToArray()));
        }

        return reader.Finish() == DecodeFault.None ? entries : null;
    }
}

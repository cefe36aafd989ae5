using System.Buffers.Binary;

namespace Ledger.Storage.Blocks;

/// <summary>A block as the block log holds it: the engine's bytes, and where its batches lie.</summary>
/// <param name="Height">From 1.</param>
/// <param name="Payload">Opaque to storage: header, batch digests, outcomes, certificate.</param>
/// <param name="Batches">In the block's order; null when it came with a snapshot, without its bodies.</param>
public sealed record StoredBlock(ulong Height, byte[] Payload, BatchLocation[]? Batches)
{
    private const int NoBodies = -1;

    /// <summary>What stands in the place of locations for a block without bodies: the count 2^32 - 1.</summary>
    internal static byte[] EncodeNoBodies()
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, NoBodies);
        return bytes;
    }

    /// <summary>The bytes that stand before the engine's payload: count 4, then the locations.</summary>
    internal static byte[] EncodeLocations(ReadOnlySpan<BatchLocation> batches)
    {
        byte[] bytes = new byte[sizeof(uint) + batches.Length * BatchLocation.Size];
        BinaryPrimitives.WriteInt32BigEndian(bytes, batches.Length);
        Span<byte> rest = bytes.AsSpan(sizeof(uint));
        foreach (BatchLocation batch in batches)
        {
            BinaryPrimitives.WriteUInt32BigEndian(rest, batch.Segment);
            BinaryPrimitives.WriteInt64BigEndian(rest[4..], batch.Offset);
            BinaryPrimitives.WriteInt32BigEndian(rest[12..], batch.Length);
            rest = rest[BatchLocation.Size..];
        }

        return bytes;
    }

    internal static StoredBlock Decode(ulong height, ReadOnlySpan<byte> record)
    {
        int count = BinaryPrimitives.ReadInt32BigEndian(record);
        ReadOnlySpan<byte> rest = record[sizeof(uint)..];
        if (count == NoBodies)
        {
            return new StoredBlock(height, rest.ToArray(), null);
        }

        BatchLocation[] batches = new BatchLocation[count];
        for (int index = 0; index < batches.Length; index++)
        {
            batches[index] = new BatchLocation(
                BinaryPrimitives.ReadUInt32BigEndian(rest),
                BinaryPrimitives.ReadInt64BigEndian(rest[4..]),
                BinaryPrimitives.ReadInt32BigEndian(rest[12..]));
            rest = rest[BatchLocation.Size..];
        }

        return new StoredBlock(height, rest.ToArray(), batches);
    }
}

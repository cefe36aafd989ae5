using System.Buffers.Binary;
using Ledger.Storage.Records;

namespace Ledger.Storage.Anchors;

/// <summary>The entries of one prefix of one run, as bytes.</summary>
/// <remarks>
/// Big-endian: run id 4, CRC-32C of the entries 4, then 9 bytes per entry, sorted: bits 16 to 48 of the fingerprint 4,
/// leaf index 5.
/// </remarks>
internal static class CommitmentRunValue
{
    public const int HeaderBytes = 8;
    public const int EntryBytes = 9;

    public static void WriteEntry(Span<byte> destination, uint fingerprint, ulong leaf)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, fingerprint);
        destination[4] = (byte)(leaf >> 32);
        BinaryPrimitives.WriteUInt32BigEndian(destination[5..], (uint)leaf);
    }

    /// <summary>Completes a value whose entries are in place.</summary>
    public static void Seal(Span<byte> value, uint runId)
    {
        BinaryPrimitives.WriteUInt32BigEndian(value, runId);
        BinaryPrimitives.WriteUInt32BigEndian(value[4..], Crc32C.Of(value[HeaderBytes..], runId));
    }

    public static bool IsOf(ReadOnlySpan<byte> value, uint runId) =>
        value.Length >= HeaderBytes && BinaryPrimitives.ReadUInt32BigEndian(value) == runId;

    /// <summary>Whether the value is this run's and undamaged.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> value, uint runId) => IsOf(value, runId)
        && BinaryPrimitives.ReadUInt32BigEndian(value[4..]) == Crc32C.Of(value[HeaderBytes..], runId);

    public static uint FingerprintAt(ReadOnlySpan<byte> entries, int index) =>
        BinaryPrimitives.ReadUInt32BigEndian(entries[(index * EntryBytes)..]);

    /// <summary>Passes on the leaves whose fingerprint bits are these.</summary>
    public static void Find(ReadOnlySpan<byte> value, uint fingerprint, ref CandidateList candidates)
    {
        ReadOnlySpan<byte> entries = value[HeaderBytes..];
        int count = entries.Length / EntryBytes;
        for (int at = FirstAtLeast(entries, count, fingerprint);
            at < count && FingerprintAt(entries, at) == fingerprint; at++)
        {
            ReadOnlySpan<byte> leaf = entries[(at * EntryBytes + 4)..];
            candidates.Add(((ulong)leaf[0] << 32) | BinaryPrimitives.ReadUInt32BigEndian(leaf[1..]));
        }
    }

    private static int FirstAtLeast(ReadOnlySpan<byte> entries, int count, uint fingerprint)
    {
        int low = 0;
        for (int high = count; low < high;)
        {
            int middle = (low + high) / 2;
            if (FingerprintAt(entries, middle) < fingerprint)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}

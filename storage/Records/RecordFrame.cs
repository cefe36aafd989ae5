using System.Buffers.Binary;

namespace Ledger.Storage.Records;

/// <summary>The 32 bytes before every record's payload.</summary>
/// <remarks>
/// <para>Layout, big-endian: magic "LRF" 3, kind 1, payload length 4, sequence 8, durable 8, payload CRC 4, header CRC
/// 4. Both CRC-32C start from the file's salt, so bytes inside a payload cannot pass for a record.</para>
/// <para><c>durable</c> is the sequence below which everything had been flushed when this record was written. A bad
/// record N followed by a good one whose durable is above N was flushed: corruption. Otherwise it may be a torn
/// tail.</para>
/// </remarks>
public readonly record struct RecordFrame(byte Kind, int Length, ulong Sequence, ulong Durable, uint PayloadCrc)
{
    public const int Size = 32;

    /// <summary>The first three bytes.</summary>
    public static ReadOnlySpan<byte> Magic => "LRF"u8;

    /// <summary>Bytes of header and payload.</summary>
    public int Total => Size + Length;

    public void Write(Span<byte> destination, uint salt)
    {
        Magic.CopyTo(destination);
        destination[3] = Kind;
        BinaryPrimitives.WriteInt32BigEndian(destination[4..], Length);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Sequence);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], Durable);
        BinaryPrimitives.WriteUInt32BigEndian(destination[24..], PayloadCrc);
        BinaryPrimitives.WriteUInt32BigEndian(destination[28..], Crc32C.Of(destination[..28], salt));
    }

    /// <summary>Reads a header; false when the bytes are none, or name a length over the bound.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, uint salt, int maximumLength, out RecordFrame frame)
    {
        frame = default;
        if (bytes.Length < Size || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[28..]) != Crc32C.Of(bytes[..28], salt))
        {
            return false;
        }

        frame = new RecordFrame(
            bytes[3],
            BinaryPrimitives.ReadInt32BigEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[24..]));
        return frame.Length >= 0 && frame.Length <= maximumLength;
    }

    /// <summary>Reads a whole record from the start of the bytes and checks both CRCs.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, uint salt, int maximumLength, out RecordFrame frame, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (!TryReadHeader(bytes, salt, maximumLength, out frame) || bytes.Length < frame.Total)
        {
            return false;
        }

        payload = bytes.Slice(Size, frame.Length);
        return Crc32C.Of(payload, salt) == frame.PayloadCrc;
    }

    /// <summary>
    /// Whether somewhere in the bytes stands a good record that proves the given sequence was flushed.
    /// </summary>
    public static bool ProvesFlushed(ReadOnlySpan<byte> bytes, uint salt, int maximumLength, ulong sequence)
    {
        for (int at = bytes.IndexOf(Magic); at >= 0;)
        {
            if (TryRead(bytes[at..], salt, maximumLength, out RecordFrame frame, out _)
                && frame.Sequence > sequence && frame.Durable > sequence)
            {
                return true;
            }

            int next = bytes[(at + 1)..].IndexOf(Magic);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }
}

using System.Buffers.Binary;

namespace Ledger.Tests.Integration.BadEnvironment;

/// <summary>Finds and damages bytes of stored files by hand (storage/FORMAT.md).</summary>
internal static class Bits
{
    private const int HeaderBytes = 512;
    private const int FrameBytes = 32;

    /// <summary>Where the records of a log begin.</summary>
    public static List<long> Records(string log, long from = 0)
    {
        byte[] bytes = File.ReadAllBytes(log);
        List<long> offsets = [];
        long at = from + HeaderBytes;
        while (at + FrameBytes <= bytes.Length && bytes.AsSpan((int)at, 3).SequenceEqual("LRF"u8))
        {
            offsets.Add(at);
            at += FrameBytes + BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan((int)at + 4));
        }

        return offsets;
    }

    /// <summary>A record that later ones prove to have been flushed.</summary>
    public static long Middle(string log)
    {
        List<long> records = Records(log);
        return records[records.Count / 3];
    }

    public static void Flip(string file, long at)
    {
        using FileStream stream = new(file, FileMode.Open);
        stream.Position = at;
        int value = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(value ^ 0x10));
    }

    public static void FlipMiddle(string file) => Flip(file, new FileInfo(file).Length / 2);

    /// <summary>Gives a log header another value of one field, with a checksum that holds.</summary>
    public static void RewriteHeader(string log, int at, byte value, long from = 0)
    {
        byte[] bytes = File.ReadAllBytes(log);
        bytes[from + at] = value;
        uint crc = Storage.Records.Crc32C.Of(bytes.AsSpan((int)from, HeaderBytes - 4));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan((int)from + HeaderBytes - 4), crc);
        File.WriteAllBytes(log, bytes);
    }
}

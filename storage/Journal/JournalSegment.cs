using System.Globalization;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Storage.Journal;

/// <summary>One preallocated file in two equal halves that hold the same bytes (PROTOCOL.md D1).</summary>
/// <remarks>A half starts on a 4 KiB boundary: header, then records without gaps, then zeros.</remarks>
internal sealed class JournalSegment(IDevice device, LogHeader header) : IDisposable
{
    private const int Alignment = 4096;
    private const string Prefix = "journal-";
    private const string Suffix = ".seg";

    public LogHeader Header { get; } = header;

    public string Name => device.Name;

    /// <summary>Bytes in each half, the header included.</summary>
    public int HalfBytes { get; } = (int)(device.Length / 2);

    public static string NameOf(uint segment) => $"{Prefix}{segment:d8}{Suffix}";

    public static uint NumberOf(string name) => uint.Parse(
        name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture);

    public static bool IsName(string name) =>
        name.Length == NameOf(0).Length
        && name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
        && name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Creates a segment that already holds these framed records in both halves, durably.</summary>
    public static JournalSegment Create(
        IDirectory directory, LogHeader header, ReadOnlyMemory<byte> records, int segmentBytes)
    {
        long half = Math.Max(segmentBytes / 2, LogHeader.Size + 2L * records.Length);
        half = (half + Alignment - 1) / Alignment * Alignment;
        IDevice device = directory.Publish(NameOf(header.Segment), 2 * half, file =>
        {
            byte[] start = [.. (header with { HalfBytes = (uint)half }).ToArray(), .. records.Span];
            file.Write(0, start);
            file.Write(half, start);
        });
        return new JournalSegment(device, header with { HalfBytes = (uint)half });
    }

    /// <summary>Writes at the same place of both halves; durable after <see cref="Flush"/>.</summary>
    public void Write(int position, ReadOnlySpan<byte> bytes)
    {
        device.Write(position, bytes);
        device.Write(HalfBytes + (long)position, bytes);
    }

    public void Flush() => device.Flush();

    public void Dispose() => device.Dispose();
}

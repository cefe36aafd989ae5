using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Ledger.Client.Wire;

/// <summary>Gzip of single messages, bounded: what inflates beyond its bound is never held.</summary>
public static class GzipMessage
{
    public const string Encoding = "gzip";

    /// <summary>Shorter messages are not worth it, in bytes.</summary>
    public const int WorthwhileBytes = 1024;

    private const int ChunkBytes = 16 * 1024;

    public static byte[] Deflate(ReadOnlySpan<byte> message)
    {
        using MemoryStream compressed = new(message.Length / 2);
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(message);
        }

        return compressed.ToArray();
    }

    /// <summary>The message, or null when it is longer than <paramref name="mostBytes"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are not gzip, or end early.</exception>
    public static ReadOnlyMemory<byte>? Inflate(byte[] compressed, int mostBytes)
    {
        using GZipStream gzip = new(new MemoryStream(compressed, writable: false), CompressionMode.Decompress);
        ArrayBufferWriter<byte> message = new();
        while (true)
        {
            Span<byte> chunk = message.GetSpan(ChunkBytes)[..ChunkBytes];
            int read = gzip.Read(chunk);
            if (read == 0)
            {
                return IsWhole(compressed, message.WrittenCount)
                    ? message.WrittenMemory
                    : throw new InvalidDataException("The gzip ends early.");
            }

            message.Advance(read);
            if (message.WrittenCount > mostBytes)
            {
                return null;
            }
        }
    }

    /// <summary>Whether a list of encodings such as <c>identity,gzip;q=0.5</c> takes gzip.</summary>
    public static bool IsAcceptedBy(IEnumerable<string?> headers)
    {
        foreach (string item in headers.SelectMany(header => (header ?? "").Split(',')))
        {
            string[] parts = item.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0].Equals(Encoding, StringComparison.OrdinalIgnoreCase))
            {
                return !parts.Skip(1).Any(IsZeroQuality);
            }
        }

        return false;
    }

    // GZipStream takes an early end for the end; the last four bytes say how long it should have been (RFC 1952).
    private static bool IsWhole(byte[] compressed, int length)
        => compressed.Length >= sizeof(uint)
            && BinaryPrimitives.ReadUInt32LittleEndian(compressed.AsSpan(^sizeof(uint)..)) == (uint)length;

    // RFC 9110, section 12.4.2: a quality of nought means "not acceptable".
    private static bool IsZeroQuality(string parameter)
        => parameter.StartsWith("q=0", StringComparison.OrdinalIgnoreCase)
            && parameter.AsSpan(2).IndexOfAnyExcept('0', '.') < 0;
}

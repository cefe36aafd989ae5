using System.Buffers.Binary;
using System.Text;
using Ledger.Storage.Records;

namespace Ledger.Storage.Faster;

/// <summary>The length and CRC-32C that a file written by FASTER had when its checkpoint was taken.</summary>
/// <remarks>Stored big-endian: count 4, then per file path length 2, path (UTF-8), length 8, CRC 4.</remarks>
/// <param name="Path">Relative to the table's folder.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Crc">CRC-32C of the whole file.</param>
internal sealed record FileSeal(string Path, long Length, uint Crc)
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>A file of the log itself grows after its seal: the seal is of its first bytes.</summary>
    public bool IsOfLog => Path.StartsWith("log.", StringComparison.Ordinal);

    /// <summary>Reads a file and seals it.</summary>
    /// <param name="length">How many bytes at most; null for all.</param>
    /// <param name="from">A seal of its first bytes, to go on from.</param>
    public static FileSeal Of(string folder, string path, long? length = null, FileSeal? from = null)
    {
        using FileStream file = new(
            System.IO.Path.Combine(folder, path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        byte[] chunk = new byte[ChunkBytes];
        (long at, uint crc) = (from?.Length ?? 0, from?.Crc ?? 0);
        file.Position = at;
        for (int read = -1; read != 0; at += read)
        {
            read = file.Read(chunk.AsSpan(0, (int)Math.Clamp((length ?? long.MaxValue) - at, 0, ChunkBytes)));
            crc = Crc32C.Of(chunk.AsSpan(0, read), crc);
        }

        return new FileSeal(path, at, crc);
    }

    /// <summary>Seals every file that a checkpoint wrote.</summary>
    public static FileSeal[] OfCheckpoint(string folder, Guid token) =>
        [.. FasterTable.FilesOf(folder, token).Select(file => Of(folder, file))];

    /// <summary>Whether the file is still there and the same.</summary>
    public bool Holds(string folder) => File.Exists(System.IO.Path.Combine(folder, Path))
        && Of(folder, Path, IsOfLog ? Length : null) == this;

    public static void EncodeAll(Stream stream, IReadOnlyCollection<FileSeal> seals)
    {
        Span<byte> fields = stackalloc byte[12];
        BinaryPrimitives.WriteInt32BigEndian(fields, seals.Count);
        stream.Write(fields[..4]);
        foreach (FileSeal seal in seals)
        {
            byte[] path = Encoding.UTF8.GetBytes(seal.Path);
            BinaryPrimitives.WriteUInt16BigEndian(fields, (ushort)path.Length);
            stream.Write(fields[..2]);
            stream.Write(path);
            BinaryPrimitives.WriteInt64BigEndian(fields, seal.Length);
            BinaryPrimitives.WriteUInt32BigEndian(fields[8..], seal.Crc);
            stream.Write(fields);
        }
    }

    public static FileSeal[] DecodeAll(ref ReadOnlySpan<byte> bytes)
    {
        FileSeal[] seals = new FileSeal[BinaryPrimitives.ReadInt32BigEndian(bytes)];
        bytes = bytes[4..];
        for (int index = 0; index < seals.Length; index++)
        {
            int path = BinaryPrimitives.ReadUInt16BigEndian(bytes);
            ReadOnlySpan<byte> rest = bytes[(2 + path)..];
            seals[index] = new FileSeal(
                Encoding.UTF8.GetString(bytes.Slice(2, path)),
                BinaryPrimitives.ReadInt64BigEndian(rest),
                BinaryPrimitives.ReadUInt32BigEndian(rest[8..]));
            bytes = rest[12..];
        }

        return seals;
    }
}

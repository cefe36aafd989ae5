using System.Buffers.Binary;
using System.Text;
using Ledger.Storage.Faster;

namespace Ledger.Storage.State;

/// <summary>One entry of the state manifest: which FASTER checkpoint holds which height, and its files' seals.</summary>
/// <remarks>
/// Big-endian: height 8, generation 4, token 16, file count 4, then per file path length 2, path (UTF-8), length 8, CRC 4.
/// </remarks>
internal sealed record StateCheckpoint(ulong Height, uint Generation, Guid Token, IReadOnlyList<FileSeal> Files)
{
    public static byte[] EncodeAll(IReadOnlyCollection<StateCheckpoint> checkpoints)
    {
        using MemoryStream stream = new();
        foreach (StateCheckpoint checkpoint in checkpoints)
        {
            checkpoint.Encode(stream);
        }

        return stream.ToArray();
    }

    public static List<StateCheckpoint> DecodeAll(ReadOnlySpan<byte> bytes)
    {
        List<StateCheckpoint> checkpoints = [];
        while (!bytes.IsEmpty)
        {
            checkpoints.Add(Decode(ref bytes));
        }

        return checkpoints;
    }

    private void Encode(MemoryStream stream)
    {
        Span<byte> head = stackalloc byte[32];
        BinaryPrimitives.WriteUInt64BigEndian(head, Height);
        BinaryPrimitives.WriteUInt32BigEndian(head[8..], Generation);
        Token.TryWriteBytes(head[12..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(head[28..], Files.Count);
        stream.Write(head);
        foreach (FileSeal file in Files)
        {
            byte[] path = Encoding.UTF8.GetBytes(file.Path);
            BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)path.Length);
            stream.Write(head[..2]);
            stream.Write(path);
            BinaryPrimitives.WriteInt64BigEndian(head, file.Length);
            BinaryPrimitives.WriteUInt32BigEndian(head[8..], file.Crc);
            stream.Write(head[..12]);
        }
    }

    private static StateCheckpoint Decode(ref ReadOnlySpan<byte> bytes)
    {
        ulong height = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        uint generation = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
        Guid token = new(bytes.Slice(12, 16), bigEndian: true);
        FileSeal[] files = new FileSeal[BinaryPrimitives.ReadInt32BigEndian(bytes[28..])];
        bytes = bytes[32..];
        for (int index = 0; index < files.Length; index++)
        {
            int path = BinaryPrimitives.ReadUInt16BigEndian(bytes);
            ReadOnlySpan<byte> seal = bytes[(2 + path)..];
            files[index] = new FileSeal(
                Encoding.UTF8.GetString(bytes.Slice(2, path)),
                BinaryPrimitives.ReadInt64BigEndian(seal),
                BinaryPrimitives.ReadUInt32BigEndian(seal[8..]));
            bytes = seal[12..];
        }

        return new StateCheckpoint(height, generation, token, files);
    }
}

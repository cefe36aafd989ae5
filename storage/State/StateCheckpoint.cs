using System.Buffers.Binary;
using Ledger.Storage.Faster;

namespace Ledger.Storage.State;

/// <summary>
/// One entry of the state manifest: which FASTER checkpoint holds which height, its content's sum, its files' seals.
/// </summary>
/// <remarks>
/// Big-endian: height 8, generation 4, token 16, sum 16, seals.
/// </remarks>
internal sealed record StateCheckpoint(
    ulong Height, uint Generation, Guid Token, UInt128 Sum, IReadOnlyList<FileSeal> Files)
{
    private const int HeadBytes = 44;

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
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteUInt64BigEndian(head, Height);
        BinaryPrimitives.WriteUInt32BigEndian(head[8..], Generation);
        Token.TryWriteBytes(head[12..], bigEndian: true, out _);
        BinaryPrimitives.WriteUInt128BigEndian(head[28..], Sum);
        stream.Write(head);
        FileSeal.EncodeAll(stream, Files);
    }

    private static StateCheckpoint Decode(ref ReadOnlySpan<byte> bytes)
    {
        ulong height = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        uint generation = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
        Guid token = new(bytes.Slice(12, 16), bigEndian: true);
        UInt128 sum = BinaryPrimitives.ReadUInt128BigEndian(bytes[28..]);
        bytes = bytes[HeadBytes..];
        FileSeal[] files = FileSeal.DecodeAll(ref bytes);
        return new StateCheckpoint(height, generation, token, sum, files);
    }
}

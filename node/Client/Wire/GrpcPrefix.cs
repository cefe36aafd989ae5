using System.Buffers.Binary;

namespace Ledger.Client.Wire;

/// <summary>The five bytes before every gRPC message: a compressed flag, then the length, big-endian.</summary>
public static class GrpcPrefix
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 5;

    public static void Write(Span<byte> destination, int length, bool compressed = false)
    {
        destination[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(destination[1..], (uint)length);
    }

    /// <summary>Reads exactly <see cref="Size"/> bytes; any flag but zero counts as compressed.</summary>
    public static (bool Compressed, uint Length) Read(ReadOnlySpan<byte> prefix)
        => (prefix[0] != 0, BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]));
}

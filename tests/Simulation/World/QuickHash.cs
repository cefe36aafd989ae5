using System.Buffers.Binary;

namespace Ledger.Simulation.World;

/// <summary>A fast 64-bit mix of bytes: no protection against anybody, the same in every process.</summary>
internal static class QuickHash
{
    public static ulong Of(ulong key, ReadOnlySpan<byte> bytes)
    {
        ulong state = key ^ ((ulong)bytes.Length * 0x9e3779b97f4a7c15);
        while (bytes.Length >= 8)
        {
            state = Mix(state ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (byte rest in bytes)
        {
            state = Mix(state ^ rest);
        }

        return state;
    }

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 32)) * 0xd6e8feb86659fd93;
        return value ^ (value >> 29);
    }
}

using System.Buffers.Binary;
using System.Numerics;

namespace Ledger.Storage.Records;

/// <summary>CRC-32C (Castagnoli), with the processor's instruction where there is one.</summary>
/// <remarks>Initial value and final inversion as in RFC 3720; "123456789" gives 0xE3069283 from seed 0.</remarks>
public static class Crc32C
{
    /// <param name="bytes">The bytes to check.</param>
    /// <param name="seed">A previous result to continue from, or a secret that separates one file from another.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        uint crc = ~seed;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return ~crc;
    }
}

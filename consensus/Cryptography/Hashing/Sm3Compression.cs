using System.Buffers.Binary;
using System.Numerics;

namespace Ledger.Cryptography.Hashing;

/// <summary>The SM3 compression function, one block at a time (GB/T 32905 5.3).</summary>
/// <remarks>The scalar twin of <see cref="Lanes.Sm3LaneCompression"/>; letters are the standard's.</remarks>
internal static class Sm3Compression
{
    public const int BlockSize = 64;
    public const int StateWords = 8;

    private const int Rounds = 64;

    /// <summary>Rounds whose Boolean functions are plain exclusive or.</summary>
    private const int EarlyRounds = 16;

    public static ReadOnlySpan<uint> InitialState =>
    [
        0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
    ];

    /// <summary>T(j) rotated left by j, for j = 0..63.</summary>
    public static readonly uint[] RoundConstants = MakeRoundConstants();

    public static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[Rounds + 4];
        Expand(block, w);
        (uint a, uint b, uint c, uint d) = (state[0], state[1], state[2], state[3]);
        (uint e, uint f, uint g, uint h) = (state[4], state[5], state[6], state[7]);
        for (int j = 0; j < EarlyRounds; j++)
        {
            uint a12 = BitOperations.RotateLeft(a, 12);
            uint ss1 = BitOperations.RotateLeft(a12 + e + RoundConstants[j], 7);
            uint tt1 = (a ^ b ^ c) + d + (ss1 ^ a12) + (w[j] ^ w[j + 4]);
            uint tt2 = (e ^ f ^ g) + h + ss1 + w[j];
            (d, c, b, a) = (c, BitOperations.RotateLeft(b, 9), a, tt1);
            (h, g, f, e) = (g, BitOperations.RotateLeft(f, 19), e, P0(tt2));
        }

        for (int j = EarlyRounds; j < Rounds; j++)
        {
            uint a12 = BitOperations.RotateLeft(a, 12);
            uint ss1 = BitOperations.RotateLeft(a12 + e + RoundConstants[j], 7);
            uint tt1 = ((a & b) | (c & (a | b))) + d + (ss1 ^ a12) + (w[j] ^ w[j + 4]);
            uint tt2 = (g ^ (e & (f ^ g))) + h + ss1 + w[j];
            (d, c, b, a) = (c, BitOperations.RotateLeft(b, 9), a, tt1);
            (h, g, f, e) = (g, BitOperations.RotateLeft(f, 19), e, P0(tt2));
        }

        state[0] ^= a;
        state[1] ^= b;
        state[2] ^= c;
        state[3] ^= d;
        state[4] ^= e;
        state[5] ^= f;
        state[6] ^= g;
        state[7] ^= h;
    }

    private static void Expand(ReadOnlySpan<byte> block, Span<uint> w)
    {
        for (int j = 0; j < 16; j++)
        {
            w[j] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * j)..]);
        }

        for (int j = 16; j < w.Length; j++)
        {
            uint x = w[j - 16] ^ w[j - 9] ^ BitOperations.RotateLeft(w[j - 3], 15);
            w[j] = P1(x) ^ BitOperations.RotateLeft(w[j - 13], 7) ^ w[j - 6];
        }
    }

    private static uint P0(uint x) => x ^ BitOperations.RotateLeft(x, 9) ^ BitOperations.RotateLeft(x, 17);

    private static uint P1(uint x) => x ^ BitOperations.RotateLeft(x, 15) ^ BitOperations.RotateLeft(x, 23);

    private static uint[] MakeRoundConstants()
    {
        uint[] constants = new uint[Rounds];
        for (int j = 0; j < Rounds; j++)
        {
            constants[j] = BitOperations.RotateLeft(j < 16 ? 0x79cc4519u : 0x7a879d8au, j);
        }

        return constants;
    }
}

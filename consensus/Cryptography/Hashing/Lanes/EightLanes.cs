using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ledger.Cryptography.Hashing.Lanes;

/// <summary>Eight lanes in AVX2.</summary>
internal readonly unsafe struct EightLanes : ILanes<Vector256<uint>>
{
    // Pairs of 128-bit halves for vperm2i128: the low halves of both operands, and the high ones.
    private const byte LowHalves = 0x20;
    private const byte HighHalves = 0x31;

    public static int Count => 8;

    /// <summary>The byte shuffle that turns big-endian words into native ones, and back.</summary>
    internal static Vector256<byte> WordSwap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            (byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12,
            3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Broadcast(uint value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> x, Vector256<uint> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> x, Vector256<uint> y) => x ^ y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => x ^ y ^ z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Choose(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => ((y ^ z) & x) ^ z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Majority(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z)
        => (x & y) | ((x | y) & z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateLeft(Vector256<uint> x, [ConstantExpected] byte count) => (x << count) | (x >>> (32 - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> ShiftRight(Vector256<uint> x, [ConstantExpected] byte count) => x >>> count;

    public static void LoadBlocks(byte* blocks, int stride, Vector256<uint>* words)
    {
        Vector256<uint>* rows = stackalloc Vector256<uint>[8];
        for (int half = 0; half < 2; half++)
        {
            for (int lane = 0; lane < 8; lane++)
            {
                rows[lane] = SwapWords(Vector256.Load((uint*)(blocks + (lane * stride) + (32 * half))));
            }

            Transpose(rows, words + (8 * half));
        }
    }

    public static void StoreDigests(Vector256<uint>* state, byte* digests)
    {
        Vector256<uint>* rows = stackalloc Vector256<uint>[8];
        Transpose(state, rows);
        for (int lane = 0; lane < 8; lane++)
        {
            SwapWords(rows[lane]).Store((uint*)(digests + (lane * Digest.Size)));
        }
    }

    /// <summary>8 x 8 words: 4 x 4 inside each half, then the halves.</summary>
    private static void Transpose(Vector256<uint>* rows, Vector256<uint>* columns)
    {
        Vector256<uint>* halves = stackalloc Vector256<uint>[8];
        TransposeInsideHalves(rows, halves);
        TransposeInsideHalves(rows + 4, halves + 4);
        for (int i = 0; i < 4; i++)
        {
            columns[i] = Avx2.Permute2x128(halves[i], halves[i + 4], LowHalves);
            columns[i + 4] = Avx2.Permute2x128(halves[i], halves[i + 4], HighHalves);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeInsideHalves(Vector256<uint>* rows, Vector256<uint>* halves)
    {
        Vector256<ulong> low01 = Avx2.UnpackLow(rows[0], rows[1]).AsUInt64();
        Vector256<ulong> high01 = Avx2.UnpackHigh(rows[0], rows[1]).AsUInt64();
        Vector256<ulong> low23 = Avx2.UnpackLow(rows[2], rows[3]).AsUInt64();
        Vector256<ulong> high23 = Avx2.UnpackHigh(rows[2], rows[3]).AsUInt64();
        halves[0] = Avx2.UnpackLow(low01, low23).AsUInt32();
        halves[1] = Avx2.UnpackHigh(low01, low23).AsUInt32();
        halves[2] = Avx2.UnpackLow(high01, high23).AsUInt32();
        halves[3] = Avx2.UnpackHigh(high01, high23).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> SwapWords(Vector256<uint> words)
        => Avx2.Shuffle(words.AsByte(), WordSwap).AsUInt32();
}

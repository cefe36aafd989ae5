using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ledger.Cryptography.Hashing.Lanes;

/// <summary>Sixteen lanes in AVX-512: rotates and three-input logic are one instruction each.</summary>
internal readonly unsafe struct SixteenLanes : ILanes<Vector512<uint>>
{
    // Truth tables for vpternlogd: bit (4x + 2y + z) is the result.
    private const byte XorTable = 0x96;
    private const byte ChooseTable = 0xca;
    private const byte MajorityTable = 0xe8;

    // Pairs of 128-bit quarters for vshufi32x4: two from the first operand, then two from the second.
    private const byte LowPair = 0x44;
    private const byte HighPair = 0xee;
    private const byte EvenPair = 0x88;
    private const byte OddPair = 0xdd;

    public static int Count => 16;

    private static Vector512<byte> WordSwap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(EightLanes.WordSwap, EightLanes.WordSwap);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Broadcast(uint value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> x, Vector512<uint> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> x, Vector512<uint> y) => x ^ y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z)
        => Avx512F.TernaryLogic(x, y, z, XorTable);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Choose(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z)
        => Avx512F.TernaryLogic(x, y, z, ChooseTable);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Majority(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z)
        => Avx512F.TernaryLogic(x, y, z, MajorityTable);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateLeft(Vector512<uint> x, [ConstantExpected] byte count) => Avx512F.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftRight(Vector512<uint> x, [ConstantExpected] byte count) => Avx512F.ShiftRightLogical(x, count);

    /// <inheritdoc/>
    /// <remarks>A 16 x 16 transposition in three steps: 4 x 4 words inside each quarter, then 4 x 4 quarters.</remarks>
    public static void LoadBlocks(byte* blocks, int stride, Vector512<uint>* words)
    {
        Vector512<uint>* quarters = stackalloc Vector512<uint>[16];
        for (int group = 0; group < 4; group++)
        {
            TransposeInsideQuarters(blocks + (4 * group * stride), stride, quarters + group);
        }

        for (int word = 0; word < 4; word++)
        {
            TransposeQuarters(quarters + (4 * word), words + word);
        }
    }

    public static void StoreDigests(Vector512<uint>* state, byte* digests)
    {
        Vector256<uint>* half = stackalloc Vector256<uint>[8];
        for (int i = 0; i < 8; i++)
        {
            half[i] = state[i].GetLower();
        }

        EightLanes.StoreDigests(half, digests);
        for (int i = 0; i < 8; i++)
        {
            half[i] = state[i].GetUpper();
        }

        EightLanes.StoreDigests(half, digests + (8 * Digest.Size));
    }

    /// <summary>Of four lanes: quarter q of <c>quarters[4k]</c> gets word 4q + k of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeInsideQuarters(byte* blocks, int stride, Vector512<uint>* quarters)
    {
        Vector512<uint> a = LoadWords(blocks);
        Vector512<uint> b = LoadWords(blocks + stride);
        Vector512<uint> c = LoadWords(blocks + (2 * stride));
        Vector512<uint> d = LoadWords(blocks + (3 * stride));
        Vector512<ulong> abLow = Avx512F.UnpackLow(a, b).AsUInt64();
        Vector512<ulong> abHigh = Avx512F.UnpackHigh(a, b).AsUInt64();
        Vector512<ulong> cdLow = Avx512F.UnpackLow(c, d).AsUInt64();
        Vector512<ulong> cdHigh = Avx512F.UnpackHigh(c, d).AsUInt64();
        quarters[0] = Avx512F.UnpackLow(abLow, cdLow).AsUInt32();
        quarters[4] = Avx512F.UnpackHigh(abLow, cdLow).AsUInt32();
        quarters[8] = Avx512F.UnpackLow(abHigh, cdHigh).AsUInt32();
        quarters[12] = Avx512F.UnpackHigh(abHigh, cdHigh).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeQuarters(Vector512<uint>* groups, Vector512<uint>* words)
    {
        Vector512<uint> low01 = Avx512F.Shuffle4x128(groups[0], groups[1], LowPair);
        Vector512<uint> low23 = Avx512F.Shuffle4x128(groups[2], groups[3], LowPair);
        Vector512<uint> high01 = Avx512F.Shuffle4x128(groups[0], groups[1], HighPair);
        Vector512<uint> high23 = Avx512F.Shuffle4x128(groups[2], groups[3], HighPair);
        words[0] = Avx512F.Shuffle4x128(low01, low23, EvenPair);
        words[4] = Avx512F.Shuffle4x128(low01, low23, OddPair);
        words[8] = Avx512F.Shuffle4x128(high01, high23, EvenPair);
        words[12] = Avx512F.Shuffle4x128(high01, high23, OddPair);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> LoadWords(byte* block)
        => Avx512BW.Shuffle(Vector512.Load(block), WordSwap).AsUInt32();
}

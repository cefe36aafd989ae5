using System.Buffers.Binary;
using System.Numerics;

namespace Ledger.Cryptography.Hashing;

/// <summary>Keccak-256 as Ethereum and FISCO BCOS have it: the submission's padding 0x01, not SHA-3's 0x06.</summary>
/// <remarks>Keccak reference 3.0, rate 1,088 bits, capacity 512. Not <see cref="System.Security.Cryptography.SHA3_256"/>.</remarks>
public static class Keccak256
{
    private const int Lanes = 25;
    private const int RateBytes = 136;
    private const byte FirstPadding = 0x01;
    private const byte LastPadding = 0x80;

    private static ReadOnlySpan<ulong> RoundConstants =>
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
        0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800a, 0x800000008000000a, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>Where each lane goes, and by how much it is rotated: rho and pi as one walk from lane 1.</summary>
    private static ReadOnlySpan<byte> Targets => [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    private static ReadOnlySpan<byte> Rotations =>
        [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

    public static Digest Hash(ReadOnlySpan<byte> message)
    {
        Span<ulong> state = stackalloc ulong[Lanes];
        state.Clear();
        for (; message.Length >= RateBytes; message = message[RateBytes..])
        {
            Absorb(state, message[..RateBytes]);
        }

        Span<byte> last = stackalloc byte[RateBytes];
        last.Clear();
        message.CopyTo(last);
        last[message.Length] = FirstPadding;
        last[^1] |= LastPadding;
        Absorb(state, last);

        Span<byte> digest = stackalloc byte[Digest.Size];
        for (int i = 0; i < Digest.Size / sizeof(ulong); i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(digest[(i * sizeof(ulong))..], state[i]);
        }

        return new Digest(digest);
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (int i = 0; i < RateBytes / sizeof(ulong); i++)
        {
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(i * sizeof(ulong))..]);
        }

        foreach (ulong constant in RoundConstants)
        {
            Theta(state);
            RhoAndPi(state);
            Chi(state);
            state[0] ^= constant;
        }
    }

    private static void Theta(Span<ulong> state)
    {
        Span<ulong> parity = stackalloc ulong[5];
        for (int x = 0; x < 5; x++)
        {
            parity[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
        }

        for (int i = 0; i < Lanes; i++)
        {
            state[i] ^= parity[(i + 4) % 5] ^ BitOperations.RotateLeft(parity[(i + 1) % 5], 1);
        }
    }

    private static void RhoAndPi(Span<ulong> state)
    {
        ulong carried = state[1];
        for (int i = 0; i < Targets.Length; i++)
        {
            (state[Targets[i]], carried) = (BitOperations.RotateLeft(carried, Rotations[i]), state[Targets[i]]);
        }
    }

    private static void Chi(Span<ulong> state)
    {
        Span<ulong> row = stackalloc ulong[5];
        for (int y = 0; y < Lanes; y += 5)
        {
            state.Slice(y, 5).CopyTo(row);
            for (int x = 0; x < 5; x++)
            {
                state[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
        }
    }
}

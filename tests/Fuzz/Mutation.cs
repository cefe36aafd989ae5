using System.Buffers.Binary;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>Damages bytes the way that finds decoders out: bits, extremes where a length may stand, cuts and repeats.</summary>
internal static class Mutation
{
    private static readonly uint[] Extremes = [0, 1, 0x7F, 0xFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 65_536];

    /// <param name="other">Another valid message, to splice with.</param>
    public static byte[] Of(byte[] bytes, TinyRandom random, byte[]? other = null)
    {
        List<byte> damaged = [.. other is not null && random.Below(8) == 0 ? Splice(bytes, other, random) : bytes];
        for (int times = 1 + random.Below(4); times > 0; times--)
        {
            Damage(damaged, random);
        }

        return [.. damaged];
    }

    /// <summary>The head of one and the tail of another, cut at the same place or anywhere.</summary>
    private static byte[] Splice(byte[] bytes, byte[] other, TinyRandom random)
    {
        int cut = random.Below(bytes.Length + 1);
        int from = random.Bool() ? Math.Min(cut, other.Length) : random.Below(other.Length + 1);
        return [.. bytes[..cut], .. other[from..]];
    }

    private static void Damage(List<byte> bytes, TinyRandom random)
    {
        int at = random.Below(bytes.Count + 1);
        int length = Math.Min(random.Below(9), bytes.Count - at);
        switch (random.Below(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Below(8));
                break;
            case 1 when at + 4 <= bytes.Count:
                byte[] word = new byte[4];
                BinaryPrimitives.WriteUInt32BigEndian(word, Extremes[random.Below(Extremes.Length)]);
                bytes.RemoveRange(at, 4);
                bytes.InsertRange(at, word);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(at, random.Bytes(1 + random.Below(4)));
                break;
            case 6 when at < bytes.Count:
                bytes[at] = (byte)Extremes[random.Below(4)];
                break;
            case 7 when bytes.Count < 100_000:
                int block = random.Below(Math.Min(64, bytes.Count - at) + 1);
                bytes.InsertRange(at, [.. Enumerable.Repeat(bytes.GetRange(at, block), 1 + random.Below(8)).SelectMany(b => b)]);
                break;
            case 5:
                bytes.RemoveRange(at, random.Below(8) == 0 ? bytes.Count - at : 0);
                break;
        }
    }
}

using Ledger.Cryptography.Hashing;

namespace Ledger.Tests.Unit.Protocol;

/// <summary>SplitMix64: the frozen samples hang on it, so it is written here and never changes.</summary>
internal sealed class TinyRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong U64()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(U64() % (ulong)bound);

    public uint U32() => (uint)U64();

    public bool Bool() => Below(2) == 1;

    public byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)U64();
        }

        return bytes;
    }

    public Digest Digest() => new(Bytes(Ledger.Cryptography.Hashing.Digest.Size));

    public T[] List<T>(int least, int most, Func<T> make)
    {
        T[] items = new T[least + Below(most - least + 1)];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = make();
        }

        return items;
    }

    public string Name() => $"name-{U32():x8}";
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Ledger.Cryptography.Signatures.Curves;

/// <summary>Keys already read, by their bytes: reading one costs OpenSSL about as much as verifying with it.</summary>
/// <remarks>Safe for many threads. When it is full it begins again: a chain has far fewer keys in use.</remarks>
internal sealed class KeyCache<TKey>(Func<byte[], TKey?> read)
    where TKey : class
{
    /// <summary>The most keys that are kept.</summary>
    public const int Capacity = 8_192;

    private readonly ConcurrentDictionary<byte[], TKey> _known = new(new SameBytes());

    public int Count => _known.Count;

    /// <summary>Null for what is no key; that is not remembered.</summary>
    public TKey? Find(ReadOnlySpan<byte> bytes)
    {
        if (_known.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(bytes, out TKey? known))
        {
            return known;
        }

        byte[] copy = bytes.ToArray();
        return read(copy) is { } key ? Keep(copy, key) : null;
    }

    private TKey Keep(byte[] bytes, TKey key)
    {
        if (_known.Count >= Capacity)
        {
            _known.Clear();
        }

        return _known.GetOrAdd(bytes, key);
    }

    private sealed class SameBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        /// <summary>Seeded by the process, so nobody can choose keys that collide.</summary>
        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            HashCode hash = default;
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}

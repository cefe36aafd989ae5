using System.Buffers.Binary;
using System.Security.Cryptography;
using Ledger.Cryptography.Hashing;

namespace Ledger.Storage.State;

/// <summary>What both stores compute alike: the digest of their content, and which height may follow.</summary>
internal static class StateContent
{
    public static readonly IComparer<byte[]> KeyOrder =
        Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));

    public static Digest DigestOf(IStateStore store)
    {
        SortedDictionary<byte[], byte[]> entries = new(KeyOrder);
        store.Scan([], (key, value) => entries.Add(key.ToArray(), value.ToArray()));
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((byte[] key, byte[] value) in entries)
        {
            AppendSized(hash, key);
            AppendSized(hash, value);
        }

        return new Digest(hash.GetHashAndReset());
    }

    public static void RequireNext(ulong height, ulong current)
    {
        if (height != current + 1 && (height | current) != 0)
        {
            throw new InvalidOperationException($"Block {height} cannot be applied to the state at {current}.");
        }
    }

    private static void AppendSized(IncrementalHash hash, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}

using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Merkle;

/// <summary>Bytes of both kinds of proof: two u64 numbers, u8 path length, the SHA-256 path, the SM3 path.</summary>
internal static class ProofEncoding
{
    private const int HeaderSize = (2 * sizeof(ulong)) + 1;

    public static int Size(int pathLength) => HeaderSize + (pathLength * TwinDigest.Size);

    public static void Encode(ulong first, ulong second, ReadOnlySpan<TwinDigest> path, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, first);
        BinaryPrimitives.WriteUInt64BigEndian(destination[sizeof(ulong)..], second);
        destination[HeaderSize - 1] = (byte)path.Length;
        Span<byte> sha256 = destination[HeaderSize..];
        Span<byte> sm3 = sha256[(path.Length * Digest.Size)..];
        for (int i = 0; i < path.Length; i++)
        {
            path[i].Sha256.CopyTo(sha256[(i * Digest.Size)..]);
            path[i].Sm3.CopyTo(sm3[(i * Digest.Size)..]);
        }
    }

    /// <summary>False unless the bytes are exactly two numbers and a path as long as they say.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, out ulong first, out ulong second, [NotNullWhen(true)] out TwinDigest[]? path)
    {
        (first, second, path) = (0, 0, null);
        if (bytes.Length < HeaderSize || bytes.Length != Size(bytes[HeaderSize - 1]))
        {
            return false;
        }

        first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        second = BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]);
        path = new TwinDigest[bytes[HeaderSize - 1]];
        ReadOnlySpan<byte> sha256 = bytes[HeaderSize..];
        ReadOnlySpan<byte> sm3 = sha256[(path.Length * Digest.Size)..];
        for (int i = 0; i < path.Length; i++)
        {
            path[i] = new TwinDigest(
                new Digest(sha256.Slice(i * Digest.Size, Digest.Size)), new Digest(sm3.Slice(i * Digest.Size, Digest.Size)));
        }

        return true;
    }
}

using System.Security.Cryptography;

namespace Ledger.Cryptography.Hashing;

/// <summary>SHA-256 (FIPS 180-4) of one message, as a <see cref="Digest"/>.</summary>
/// <remarks>The platform's implementation; for many messages of one length see <see cref="Sha256Lanes"/>.</remarks>
public static class Sha256
{
    private const int StackLimit = 512;

    public static Digest Hash(ReadOnlySpan<byte> message)
    {
        Span<byte> digest = stackalloc byte[Digest.Size];
        SHA256.HashData(message, digest);
        return new Digest(digest);
    }

    /// <summary>The hash of <paramref name="first"/> followed by <paramref name="second"/>.</summary>
    public static Digest Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int length = first.Length + second.Length;
        if (length > StackLimit)
        {
            return HashLong(first, second);
        }

        Span<byte> joined = stackalloc byte[length];
        first.CopyTo(joined);
        second.CopyTo(joined[first.Length..]);
        return Hash(joined);
    }

    private static Digest HashLong(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(first);
        hash.AppendData(second);
        Span<byte> digest = stackalloc byte[Digest.Size];
        hash.GetHashAndReset(digest);
        return new Digest(digest);
    }
}

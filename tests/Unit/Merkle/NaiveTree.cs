using System.Security.Cryptography;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;
using Org.BouncyCastle.Crypto.Digests;

namespace Ledger.Tests.Unit.Merkle;

/// <summary>RFC 6962 2.1 word for word, over hash functions that are not the project's.</summary>
internal sealed class NaiveTree(Func<byte[], byte[]> hash)
{
    public static NaiveTree OfSha256 { get; } = new(SHA256.HashData);

    public static NaiveTree OfSm3 { get; } = new(Sm3);

    public static TwinDigest TwinRoot(ReadOnlySpan<byte[]> leaves)
        => new(new Digest(OfSha256.Root(leaves)), new Digest(OfSm3.Root(leaves)));

    public static TwinDigest TwinLeaf(byte[] leaf) => TwinRoot([leaf]);

    public static TwinDigest[] TwinPath(int index, ReadOnlySpan<byte[]> leaves) => [.. OfSha256.Path(index, leaves)
        .Zip(OfSm3.Path(index, leaves), (sha256, sm3) => new TwinDigest(new Digest(sha256), new Digest(sm3)))];

    public static TwinDigest[] TwinConsistency(int oldSize, ReadOnlySpan<byte[]> leaves) => [.. OfSha256
        .Consistency(oldSize, leaves, true)
        .Zip(OfSm3.Consistency(oldSize, leaves, true), (x, y) => new TwinDigest(new Digest(x), new Digest(y)))];

    public byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length < 2)
        {
            return leaves.Length == 0 ? hash([]) : hash([0, .. leaves[0]]);
        }

        int k = Split(leaves.Length);
        return hash([1, .. Root(leaves[..k]), .. Root(leaves[k..])]);
    }

    public List<byte[]> Path(int m, ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 1)
        {
            return [];
        }

        int k = Split(leaves.Length);
        return m < k
            ? [.. Path(m, leaves[..k]), Root(leaves[k..])]
            : [.. Path(m - k, leaves[k..]), Root(leaves[..k])];
    }

    /// <summary>SUBPROOF of RFC 6962 2.1.2.</summary>
    public List<byte[]> Consistency(int m, ReadOnlySpan<byte[]> leaves, bool isOldRoot)
    {
        if (m == leaves.Length)
        {
            return isOldRoot ? [] : [Root(leaves)];
        }

        int k = Split(leaves.Length);
        return m <= k
            ? [.. Consistency(m, leaves[..k], isOldRoot), Root(leaves[k..])]
            : [.. Consistency(m - k, leaves[k..], false), Root(leaves[..k])];
    }

    /// <summary>The largest power of two below n.</summary>
    private static int Split(int n)
    {
        int k = 1;
        while (2 * k < n)
        {
            k *= 2;
        }

        return k;
    }

    private static byte[] Sm3(byte[] message)
    {
        SM3Digest digest = new();
        digest.BlockUpdate(message, 0, message.Length);
        byte[] output = new byte[Digest.Size];
        digest.DoFinal(output, 0);
        return output;
    }
}

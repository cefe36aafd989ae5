using Ledger.Cryptography.Hashing;

namespace Ledger.Simulation.Checkers;

/// <summary>The two trees as their definitions read, without any of the code that is checked.</summary>
public static class NaiveTrees
{
    public delegate Digest Hash(ReadOnlySpan<byte> bytes);

    /// <summary>RFC 6962 section 2.1.</summary>
    public static Digest LogRoot(ReadOnlySpan<byte[]> leaves, Hash hash)
    {
        if (leaves.Length == 0)
        {
            return hash([]);
        }

        if (leaves.Length == 1)
        {
            return hash([0, .. leaves[0]]);
        }

        int left = 1;
        while (left * 2 < leaves.Length)
        {
            left *= 2;
        }

        return hash([1, .. LogRoot(leaves[..left], hash).ToArray(), .. LogRoot(leaves[left..], hash).ToArray()]);
    }

    /// <summary>PROTOCOL.md section 4: nothing is zero, one entry is its leaf at any depth, more are a branch.</summary>
    public static Digest MapRoot(IReadOnlyList<(Digest Path, Digest Value)> entries, int depth = 0)
    {
        if (entries.Count == 0)
        {
            return Digest.Zero;
        }

        if (entries.Count == 1)
        {
            return Sha256.Hash([0, .. entries[0].Path.ToArray(), .. entries[0].Value.ToArray()]);
        }

        Digest left = MapRoot([.. entries.Where(e => !e.Path.Bit(depth))], depth + 1);
        Digest right = MapRoot([.. entries.Where(e => e.Path.Bit(depth))], depth + 1);
        return Sha256.Hash([1, .. left.ToArray(), .. right.ToArray()]);
    }
}

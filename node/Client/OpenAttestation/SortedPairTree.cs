using Ledger.Cryptography.Hashing;

namespace Ledger.Client.OpenAttestation;

/// <summary>The tree over the target hashes of a batch: sorted leaves, Keccak-256 of sorted pairs, an odd one rises as it is.</summary>
/// <remarks>Not RFC 6962: a path says nothing of a leaf's place, and a leaf is not told from a node by a prefix.</remarks>
public sealed class SortedPairTree
{
    private readonly List<Digest[]> _rows = [];

    /// <exception cref="ArgumentException">No leaf.</exception>
    public SortedPairTree(IEnumerable<Digest> leaves)
    {
        Digest[] row = [.. leaves.Order()];
        ArgumentOutOfRangeException.ThrowIfZero(row.Length, nameof(leaves));
        for (_rows.Add(row); row.Length > 1; _rows.Add(row))
        {
            row = [.. row.Chunk(2).Select(pair => pair.Length == 2 ? Node(pair[0], pair[1]) : pair[0])];
        }
    }

    public Digest Root => _rows[^1][0];

    /// <summary>The other halves of the pairs from <paramref name="leaf"/> to the root.</summary>
    /// <exception cref="ArgumentException">It is no leaf of the tree.</exception>
    public Digest[] Path(Digest leaf)
    {
        int index = Array.BinarySearch(_rows[0], leaf);
        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(leaf));
        List<Digest> path = [];
        foreach (Digest[] row in _rows)
        {
            if ((index ^ 1) < row.Length)
            {
                path.Add(row[index ^ 1]);
            }

            index >>= 1;
        }

        return [.. path];
    }

    /// <summary>The root that a path leads to.</summary>
    public static Digest RootFrom(Digest leaf, IEnumerable<Digest> path) => path.Aggregate(leaf, Node);

    private static Digest Node(Digest one, Digest other)
    {
        (Digest first, Digest second) = one.CompareTo(other) <= 0 ? (one, other) : (other, one);
        Span<byte> pair = stackalloc byte[2 * Digest.Size];
        first.CopyTo(pair);
        second.CopyTo(pair[Digest.Size..]);
        return Keccak256.Hash(pair);
    }
}

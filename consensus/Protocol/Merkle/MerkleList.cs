using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Merkle;

/// <summary>An RFC 6962 tree of SHA-256 over a list short enough to be held: the batches or the outcomes of one block.</summary>
/// <remarks>The root of an empty list is SHA-256 of no bytes.</remarks>
public sealed class MerkleList
{
    // Rows from the leaf hashes up; an odd last node rises unchanged, which gives RFC 6962's shape.
    private readonly List<Digest[]> _rows = [];

    public MerkleList(IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        Count = items.Count;
        Digest[] row = new Digest[items.Count];
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = MerkleHash.Sha256Leaf(items[i].Span);
        }

        for (_rows.Add(row); row.Length > 1; _rows.Add(row))
        {
            row = Parents(row);
        }
    }

    /// <summary>Items in the list.</summary>
    public int Count { get; }

    public Digest Root => Count == 0 ? MerkleHash.EmptyTree.Sha256 : _rows[^1][0];

    /// <summary>The siblings of item <paramref name="index"/>, from the leaf up.</summary>
    public Digest[] Path(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        List<Digest> path = [];
        foreach (Digest[] row in _rows)
        {
            int sibling = index ^ 1;
            if (sibling < row.Length)
            {
                path.Add(row[sibling]);
            }

            index >>= 1;
        }

        return [.. path];
    }

    /// <summary>True if <paramref name="item"/> is at <paramref name="index"/> of the list of <paramref name="count"/> items.</summary>
    /// <remarks>RFC 9162 2.1.3.2; the path's length must be exact.</remarks>
    public static bool Verify(
        ReadOnlySpan<byte> item, int index, int count, ReadOnlySpan<Digest> path, Digest root)
        => index >= 0
            && count >= 0
            && Sha256Path.Fits((ulong)index, (ulong)count, path.Length)
            && Sha256Path.RootFrom(MerkleHash.Sha256Leaf(item), (ulong)index, (ulong)count, path) == root;

    private static Digest[] Parents(Digest[] row)
    {
        Digest[] parents = new Digest[(row.Length + 1) / 2];
        for (int i = 0; i < row.Length / 2; i++)
        {
            parents[i] = MerkleHash.Sha256Node(row[2 * i], row[(2 * i) + 1]);
        }

        if (row.Length % 2 != 0)
        {
            parents[^1] = row[^1];
        }

        return parents;
    }
}

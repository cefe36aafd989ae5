using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;

namespace Ledger.Storage.State;

/// <summary>The authenticated map: an immutable compact sparse Merkle tree over 256-bit paths.</summary>
/// <remarks>
/// PROTOCOL.md section 4. A subtree with no entry hashes to 32 zero bytes; one with a single entry is that entry's leaf,
/// SHA-256(0x00, path, value hash), at whatever depth it stands alone; any other is SHA-256(0x01, left, right). So a path
/// that ends at nothing, or at another entry's leaf, proves absence. Versions share structure: an overlay costs its changes.
/// </remarks>
public sealed partial class SparseMerkleMap
{
    private readonly MapNode? _root;

    private SparseMerkleMap(MapNode? root, int count)
    {
        _root = root;
        Count = count;
    }

    public static SparseMerkleMap Empty { get; } = new(null, 0);

    public int Count { get; }

    public Digest Root => _root?.Hash ?? Digest.Zero;

    /// <summary>Where a key stands: the SHA-256 of its bytes.</summary>
    public static Digest PathOf(ReadOnlySpan<byte> key) => Sha256.Hash(key);

    /// <summary>The value hash at a path, or null.</summary>
    public Digest? Find(Digest path)
    {
        MapNode? node = _root;
        for (int depth = 0; node is MapNode.Branch branch; depth++)
        {
            node = path.Bit(depth) ? branch.Right : branch.Left;
        }

        return node is MapNode.Leaf leaf && leaf.Path == path ? leaf.ValueHash : null;
    }

    /// <summary>The entry at a path, or null; it was set with its key.</summary>
    public MapEntry? Get(Digest path)
    {
        MapNode? node = _root;
        for (int depth = 0; node is MapNode.Branch branch; depth++)
        {
            node = path.Bit(depth) ? branch.Right : branch.Left;
        }

        return node is not MapNode.Leaf leaf || leaf.Path != path ? null
            : leaf.Entry ?? throw new InvalidOperationException("The entry was set by its hashes alone.");
    }

    /// <summary>The siblings on the way from the root to a path's entry, the root's child first; null when it has none.</summary>
    public IReadOnlyList<Digest>? Prove(Digest path)
        => ProveEnd(path) is (var siblings, { } end) && end.Path == path ? siblings : null;

    /// <summary>The siblings on the way to where a path ends, the root's child first, and the entry that stands there.</summary>
    /// <remarks>An entry of another path, or null for none, shows that the map has nothing at this one.</remarks>
    public (IReadOnlyList<Digest> Siblings, MapLeaf? End) ProveEnd(Digest path)
    {
        List<Digest> siblings = [];
        MapNode? node = _root;
        while (node is MapNode.Branch branch)
        {
            bool right = path.Bit(siblings.Count);
            siblings.Add((right ? branch.Left : branch.Right)?.Hash ?? Digest.Zero);
            node = right ? branch.Right : branch.Left;
        }

        return (siblings, node is MapNode.Leaf leaf ? new MapLeaf(leaf.Path, leaf.ValueHash) : null);
    }

    /// <summary>A new map with the changes applied; the last change of a path wins.</summary>
    public SparseMerkleMap Apply(IEnumerable<MapChange> changes)
    {
        SortedDictionary<Digest, MapChange> byPath = [];
        foreach (MapChange change in changes)
        {
            byPath[change.Path] = change;
        }

        MapChange[] sorted = [.. byPath.Values];
        int count = Count;
        MapNode? root = Apply(_root, 0, sorted, ref count);
        return new SparseMerkleMap(root, count);
    }

    private static MapNode? Apply(MapNode? node, int depth, ReadOnlySpan<MapChange> changes, ref int count)
    {
        if (changes.IsEmpty)
        {
            return node;
        }

        if (node is not MapNode.Branch && changes.Length == 1)
        {
            return ApplyOne((MapNode.Leaf?)node, depth, changes[0], ref count);
        }

        int split = FirstRight(changes, depth);
        (MapNode? left, MapNode? right) = Children(node, depth);
        return Join(
            Apply(left, depth + 1, changes[..split], ref count),
            Apply(right, depth + 1, changes[split..], ref count));
    }

    /// <summary>One change at a place that holds at most one entry.</summary>
    private static MapNode? ApplyOne(MapNode.Leaf? leaf, int depth, MapChange change, ref int count)
    {
        if (leaf is null || leaf.Path == change.Path)
        {
            count += (change.ValueHash is null ? 0 : 1) - (leaf is null ? 0 : 1);
            return change.ValueHash is { } value ? new MapNode.Leaf(change.Path, value, change.Entry) : null;
        }

        if (change.ValueHash is not { } added)
        {
            return leaf;
        }

        count++;
        return Fork(leaf, new MapNode.Leaf(change.Path, added, change.Entry), depth);
    }

    private static MapNode Fork(MapNode.Leaf one, MapNode.Leaf other, int depth)
    {
        bool oneRight = one.Path.Bit(depth);
        if (oneRight == other.Path.Bit(depth))
        {
            MapNode below = Fork(one, other, depth + 1);
            return oneRight ? new MapNode.Branch(null, below) : new MapNode.Branch(below, null);
        }

        return oneRight ? new MapNode.Branch(other, one) : new MapNode.Branch(one, other);
    }

    private static (MapNode? Left, MapNode? Right) Children(MapNode? node, int depth)
        => node switch
        {
            MapNode.Branch branch => (branch.Left, branch.Right),
            MapNode.Leaf leaf => leaf.Path.Bit(depth) ? (null, leaf) : (leaf, null),
            _ => (null, null),
        };

    /// <summary>A lone leaf rises until it has a neighbour: the shape depends on the entries alone, never on their history.</summary>
    private static MapNode? Join(MapNode? left, MapNode? right)
        => (left, right) switch
        {
            (null, null) => null,
            (MapNode.Leaf leaf, null) => leaf,
            (null, MapNode.Leaf leaf) => leaf,
            _ => new MapNode.Branch(left, right),
        };

    private static int FirstRight(ReadOnlySpan<MapChange> sorted, int depth)
    {
        int at = 0;
        while (at < sorted.Length && !sorted[at].Path.Bit(depth))
        {
            at++;
        }

        return at;
    }
}

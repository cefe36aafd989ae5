using Ledger.Protocol.Merkle;

namespace Ledger.Storage.State;

/// <summary>The map in parts by the first bits of a path, each of which can be checked by itself.</summary>
public sealed partial class SparseMerkleMap
{
    /// <summary>The roots of the 2^<paramref name="depth"/> parts, in path order; <see cref="MapRoot.Of"/> gives the map's.</summary>
    public MapRoot[] RootsAt(int depth)
    {
        MapRoot[] roots = new MapRoot[1 << depth];
        Fill(_root, 0, roots);
        return roots;

        static void Fill(MapNode? node, int depth, Span<MapRoot> roots)
        {
            if (roots.Length == 1)
            {
                roots[0] = RootOf(node);
                return;
            }

            (MapNode? left, MapNode? right) = Children(node, depth);
            Fill(left, depth + 1, roots[..(roots.Length / 2)]);
            Fill(right, depth + 1, roots[(roots.Length / 2)..]);
        }
    }

    /// <summary>The entries of one of the 2^<paramref name="depth"/> parts, in path order; every one was set with its key.</summary>
    public IReadOnlyList<MapEntry> EntriesOf(int part, int depth)
    {
        MapNode? node = _root;
        for (int at = 0; at < depth; at++)
        {
            (MapNode? left, MapNode? right) = Children(node, at);
            node = ((part >> (depth - 1 - at)) & 1) == 0 ? left : right;
        }

        List<MapEntry> entries = [];
        Collect(node, entries);
        return entries;
    }

    private static void Collect(MapNode? node, List<MapEntry> entries)
    {
        if (node is MapNode.Leaf leaf)
        {
            entries.Add(leaf.Entry ?? throw new InvalidOperationException("The entry was set by its hashes alone."));
        }
        else if (node is MapNode.Branch branch)
        {
            Collect(branch.Left, entries);
            Collect(branch.Right, entries);
        }
    }

    private static MapRoot RootOf(MapNode? node)
        => node is null ? default
            : new MapRoot(node is MapNode.Leaf ? MapRootKind.Entry : MapRootKind.Fork, node.Hash);
}

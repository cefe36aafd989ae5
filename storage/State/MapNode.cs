using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;

namespace Ledger.Storage.State;

/// <summary>A node of <see cref="SparseMerkleMap"/>: an entry, or a fork with at least two entries below it.</summary>
internal abstract class MapNode(Digest hash)
{
    public Digest Hash { get; } = hash;

    internal sealed class Leaf(Digest path, Digest valueHash, MapEntry? entry) : MapNode(MapHash.Leaf(path, valueHash))
    {
        public Digest Path { get; } = path;

        public Digest ValueHash { get; } = valueHash;

        public MapEntry? Entry { get; } = entry;
    }

    internal sealed class Branch(MapNode? left, MapNode? right)
        : MapNode(MapHash.Fork(left?.Hash ?? Digest.Zero, right?.Hash ?? Digest.Zero))
    {
        public MapNode? Left { get; } = left;

        public MapNode? Right { get; } = right;
    }
}

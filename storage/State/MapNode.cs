using Ledger.Cryptography.Hashing;

namespace Ledger.Storage.State;

/// <summary>A node of <see cref="SparseMerkleMap"/>: an entry, or a fork with at least two entries below it.</summary>
internal abstract class MapNode(Digest hash)
{
    public Digest Hash { get; } = hash;

    internal sealed class Leaf(Digest path, Digest valueHash) : MapNode(HashOf(0, path, valueHash))
    {
        public Digest Path { get; } = path;

        public Digest ValueHash { get; } = valueHash;
    }

    internal sealed class Branch(MapNode? left, MapNode? right)
        : MapNode(HashOf(1, left?.Hash ?? Digest.Zero, right?.Hash ?? Digest.Zero))
    {
        public MapNode? Left { get; } = left;

        public MapNode? Right { get; } = right;
    }

    private static Digest HashOf(byte prefix, Digest first, Digest second)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * Digest.Size)];
        bytes[0] = prefix;
        first.CopyTo(bytes[1..]);
        second.CopyTo(bytes[(1 + Digest.Size)..]);
        return Sha256.Hash(bytes);
    }
}

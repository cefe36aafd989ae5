using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Merkle;

/// <summary>That the map of a state root has one key with one value, or has it not: the siblings on the way from the root.</summary>
/// <remarks>
/// The map is a compact sparse Merkle tree over the SHA-256 of its keys: a subtree without an entry is 32 zero bytes, one with a single
/// entry is that entry's leaf, SHA-256(0x00, path, SHA-256(value)), at whatever depth it stands alone, any other is
/// SHA-256(0x01, left, right). Wire: count u16 of at most 256, then the siblings, the root's child first.
/// </remarks>
public sealed record MapProof(IReadOnlyList<Digest> Siblings)
{
    /// <summary>As deep as a path has bits.</summary>
    public const int MaximumDepth = 8 * Digest.Size;

    /// <summary>Where a key stands.</summary>
    public static Digest PathOf(ReadOnlySpan<byte> key) => Sha256.Hash(key);

    /// <summary>The root of a map in which the key has the value and these siblings.</summary>
    public Digest RootFrom(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Digest path = PathOf(key);
        return Climb(path, MapHash.Leaf(path, Sha256.Hash(value)));
    }

    /// <summary>The root of a map without the key, where its path ends at another entry's leaf or, for null, at nothing.</summary>
    /// <returns>Null when that other entry does not stand on the key's path, or is the key's own: then it shows nothing.</returns>
    public Digest? RootWithout(ReadOnlySpan<byte> key, MapLeaf? other)
    {
        Digest path = PathOf(key);
        bool stands = other is null || (other.Path != path && Share(other.Path, path));
        return stands ? Climb(path, other?.Hash ?? Digest.Zero) : null;
    }

    private bool Share(Digest one, Digest other)
    {
        int depth = 0;
        while (depth < Siblings.Count && one.Bit(depth) == other.Bit(depth))
        {
            depth++;
        }

        return depth == Siblings.Count;
    }

    private Digest Climb(Digest path, Digest node)
    {
        for (int depth = Siblings.Count - 1; depth >= 0; depth--)
        {
            node = path.Bit(depth) ? MapHash.Fork(Siblings[depth], node) : MapHash.Fork(node, Siblings[depth]);
        }

        return node;
    }

    public void Write(WireWriter writer)
    {
        writer.U16((ushort)Siblings.Count);
        foreach (Digest sibling in Siblings)
        {
            writer.Digest(sibling);
        }
    }

    public static MapProof Read(ref WireReader reader)
    {
        int count = reader.U16();
        reader.Require(count <= MaximumDepth, DecodeFault.TooLong);
        List<Digest> siblings = [];
        for (; count > 0 && !reader.Failed; count--)
        {
            siblings.Add(reader.Digest());
        }

        return new MapProof(siblings);
    }
}

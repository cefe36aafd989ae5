using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Merkle;

/// <summary>That the map of a state root has one key with one value: the siblings on the way from the root to its leaf.</summary>
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
        Digest node = HashOf(0, path, Sha256.Hash(value));
        for (int depth = Siblings.Count - 1; depth >= 0; depth--)
        {
            node = path.Bit(depth) ? HashOf(1, Siblings[depth], node) : HashOf(1, node, Siblings[depth]);
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

    private static Digest HashOf(byte prefix, Digest first, Digest second)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * Digest.Size)];
        bytes[0] = prefix;
        first.CopyTo(bytes[1..]);
        second.CopyTo(bytes[(1 + Digest.Size)..]);
        return Sha256.Hash(bytes);
    }
}

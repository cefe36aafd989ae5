using System.Numerics;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;

namespace Ledger.Client.Fields;

/// <summary>The RFC 6962 tree over a document's salted fields; its root is what is anchored.</summary>
/// <remarks>
/// Leaves stand in the order of their hashes, which the salts make random, and are filled up to a power of two, 16 at least. So a path
/// tells neither where a field stands in its document nor how many there are, beyond that upper bound.
/// </remarks>
public sealed class FieldTree
{
    public const int LeastLeaves = 16;

    public const int MaximumFields = 4096;

    /// <summary>Hashes of the shortest and the longest path.</summary>
    public static readonly int ShortestPath = BitOperations.Log2(LeastLeaves);

    public static readonly int LongestPath = BitOperations.Log2(MaximumFields);

    private readonly MerkleList _tree;
    private readonly Dictionary<Digest, int> _places;

    /// <param name="padding">Salts of the leaves that stand for no field: <see cref="PaddingFor"/> of them.</param>
    public FieldTree(IReadOnlyCollection<SaltedField> fields, IReadOnlyCollection<ReadOnlyMemory<byte>> padding)
    {
        IEnumerable<byte[]> records = fields.Select(f => f.Record()).Concat(padding.Select(salt => SaltedField.PaddingRecord(salt.Span)));
        (Digest Hash, byte[] Record)[] leaves = [.. records.Select(r => (MerkleHash.Sha256Leaf(r), r)).OrderBy(leaf => leaf.Item1)];
        _tree = new MerkleList([.. leaves.Select(leaf => (ReadOnlyMemory<byte>)leaf.Record)]);
        _places = leaves.Index().ToDictionary(leaf => leaf.Item.Hash, leaf => leaf.Index);
    }

    public Digest Root => _tree.Root;

    /// <summary>How many leaves are added to so many fields.</summary>
    public static int PaddingFor(int fields) => Math.Max(LeastLeaves, (int)BitOperations.RoundUpToPowerOf2((uint)fields)) - fields;

    public DisclosedField Disclose(SaltedField field)
    {
        int place = _places[field.LeafHash()];
        return new DisclosedField(field, place, _tree.Path(place));
    }
}

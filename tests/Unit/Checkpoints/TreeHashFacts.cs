using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;
using Ledger.Tests.Unit.Merkle;

namespace Ledger.Tests.Unit.Checkpoints;

/// <summary>Proofs of one hash alone, against those of both.</summary>
public sealed class TreeHashFacts
{
    private const int Leaves = 77;

    private static readonly byte[] Records = MemoryTiles.MakeRecords(Leaves);

    private static readonly AnchorProver Prover = MakeProver();

    public static TheoryData<string> Both => new("sha256", "sm3");

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_inclusion_leads_to_the_root_and_no_other_leaf_index_or_size_does(string name)
    {
        TreeHash hash = Named(name);
        for (ulong leaf = 0; leaf < Leaves; leaf += 4)
        {
            Digest[] path = Path(hash, Prover.ProveInclusion(leaf, Leaves).Path);
            Digest own = hash.Leaf(Record(leaf));

            Assert.Equal(hash.Of(Prover.RootAt(Leaves)), hash.RootFrom(leaf, Leaves, own, path));
            Assert.NotEqual(hash.Of(Prover.RootAt(Leaves)), hash.RootFrom(leaf, Leaves, hash.Leaf([1]), path));
            Assert.NotEqual(hash.Of(Prover.RootAt(Leaves)), hash.RootFrom(leaf ^ 1, Leaves, own, path));
            Assert.Null(hash.RootFrom(leaf, Leaves, own, [.. path, own]));
            Assert.Null(hash.RootFrom(Leaves, Leaves, own, path));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_pair_of_sizes_is_consistent_and_no_tampered_proof_is(string name)
    {
        TreeHash hash = Named(name);
        for (ulong old = 1; old <= Leaves; old += 3)
        {
            (Digest before, Digest after) = (hash.Of(Prover.RootAt(old)), hash.Of(Prover.RootAt(Leaves)));
            Digest[] path = Path(hash, Prover.ProveConsistency(old, Leaves).Path);
            Digest[] tampered = [.. path.Select((d, i) => i == 0 ? hash.Leaf([1]) : d)];

            Assert.True(hash.IsConsistent(old, before, Leaves, after, path));
            Assert.False(hash.IsConsistent(old, hash.Leaf([2]), Leaves, after, path));
            Assert.False(hash.IsConsistent(old, before, Leaves, hash.Leaf([2]), path));
            Assert.Equal(path.Length == 0, hash.IsConsistent(old, before, Leaves, after, tampered));
            Assert.False(hash.IsConsistent(old, before, Leaves, after, [.. path, before]));
        }
    }

    [Fact]
    public void The_empty_tree_precedes_every_tree_and_a_larger_one_none()
    {
        Digest root = TreeHash.Sha256.Leaf([1]);

        Assert.True(TreeHash.Sha256.IsConsistent(0, TreeHash.Sha256.EmptyTree, 1, root, []));
        Assert.False(TreeHash.Sha256.IsConsistent(0, root, 1, root, []));
        Assert.False(TreeHash.Sha256.IsConsistent(0, TreeHash.Sha256.EmptyTree, 1, root, [root]));
        Assert.False(TreeHash.Sha256.IsConsistent(2, root, 1, root, []));
    }

    private static TreeHash Named(string name) => name == TreeHash.Sm3.Name ? TreeHash.Sm3 : TreeHash.Sha256;

    private static Digest[] Path(TreeHash hash, ReadOnlySpan<TwinDigest> path) => [.. path.ToArray().Select(t => hash.Of(t))];

    private static ReadOnlySpan<byte> Record(ulong leaf) => Records.AsSpan((int)leaf * AnchorTree.RecordLength, AnchorTree.RecordLength);

    private static AnchorProver MakeProver()
    {
        MemoryTiles tiles = new();
        tiles.Append(Records);
        return new AnchorProver(tiles);
    }
}

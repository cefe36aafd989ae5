using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>Proofs of the anchor log as the store gives them, in both trees at once, and the growth of both trees.</summary>
internal static class LogOperations
{
    public static IEnumerable<Operation> Of(ProofWorld world, ProofSamples samples) =>
    [
        Append(world),
        Operation.Making("inclusion proof, both trees: make", random => _ = Prove(world, random).Encode()),
        Operation.Judging("inclusion proof, both trees: verify", random => Verify(Any(samples.Leaves, random), world.Root)),
        One("inclusion proof, SHA-256 alone: verify", world, samples, TreeHash.Sha256),
        One("inclusion proof, SM3 alone: verify", world, samples, TreeHash.Sm3),
        Operation.Making("consistency proof, both trees: make", random => _ = ProveConsistency(world, random).Encode()),
        Operation.Judging("consistency proof, both trees: verify", random => Verify(Any(samples.Consistency, random))),
    ];

    public static T Any<T>(T[] all, Random random) => all[random.Next(all.Length)];

    /// <summary>Hashing alone: the leaves of a block, and all nodes that they complete; nothing is stored.</summary>
    private static Operation Append(ProofWorld world)
    {
        int count = (int)Math.Min(world.Size, SyntheticChain.LeavesPerBlock);
        byte[] records = new byte[count * AnchorTree.RecordLength];
        world.Chain.Stores.Anchors.ReadRecords(0, records);
        AnchorTileList tiles = new();
        return new Operation("leaves appended to both trees, in memory", _ =>
        {
            tiles.Clear();
            world.State.Log.Append(records, tiles);
            return count;
        });
    }

    private static InclusionProof Prove(ProofWorld world, Random random) => world.Prover.ProveInclusion(world.DrawLeaf(random), world.Size);

    private static ConsistencyProof ProveConsistency(ProofWorld world, Random random)
    {
        (ulong older, ulong newer) = world.DrawSizes(random);
        return world.Prover.ProveConsistency(older, newer);
    }

    private static bool Verify(ProofSample sample, TwinDigest root)
        => InclusionProof.TryDecode(sample.Inclusion, out InclusionProof? proof) && proof.Verify(MerkleHash.Leaf(sample.Record), root);

    private static bool Verify(ConsistencySample sample)
        => ConsistencyProof.TryDecode(sample.Proof, out ConsistencyProof? proof) && proof.Verify(sample.OldRoot, sample.NewRoot);

    /// <summary>As whoever knows one hash alone verifies: the path is decoded beforehand.</summary>
    private static Operation One(string name, ProofWorld world, ProofSamples samples, TreeHash hash)
    {
        Digest root = hash.Of(world.Root);
        (ProofSample Sample, Digest[] Path)[] paths = [.. samples.Leaves.Select(sample => (sample, PathOf(sample, hash)))];
        return Operation.Judging(name, random =>
        {
            (ProofSample sample, Digest[] path) = Any(paths, random);
            return hash.RootFrom(sample.Leaf, world.Size, hash.Leaf(sample.Record), path) == root;
        });
    }

    private static Digest[] PathOf(ProofSample sample, TreeHash hash)
        => InclusionProof.TryDecode(sample.Inclusion, out InclusionProof? proof)
            ? [.. proof.Path.ToArray().Select(twin => hash.Of(twin))]
            : throw new InvalidOperationException($"The proof of leaf {sample.Leaf} does not decode.");
}

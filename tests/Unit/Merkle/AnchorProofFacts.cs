using Ledger.Protocol.Merkle;

namespace Ledger.Tests.Unit.Merkle;

public sealed class AnchorProofFacts
{
    private const int Largest = 66_000;

    private static readonly byte[] Records = MemoryTiles.MakeRecords(Largest);
    private static readonly MemoryTiles Tiles = Fill();

    [Fact]
    public void Every_leaf_of_every_small_tree_is_proved_by_the_naive_path()
    {
        AnchorProver prover = new(Tiles);
        for (int size = 1; size <= 35; size++)
        {
            byte[][] leaves = Leaves(size);
            TwinDigest root = NaiveTree.TwinRoot(leaves);
            Assert.Equal(root, prover.RootAt((ulong)size));
            for (int index = 0; index < size; index++)
            {
                InclusionProof proof = prover.ProveInclusion((ulong)index, (ulong)size);
                Assert.Equal(NaiveTree.TwinPath(index, leaves), proof.Path.ToArray());
                Assert.True(proof.Verify(NaiveTree.TwinLeaf(leaves[index]), root));
            }
        }
    }

    [Fact]
    public void Random_leaves_of_historic_trees_are_proved_by_the_naive_path()
    {
        Random random = new(3);
        AnchorProver prover = new(Tiles);
        for (int round = 0; round < 60; round++)
        {
            int size = random.Next(1, 2_001);
            int index = random.Next(size);
            byte[][] leaves = Leaves(size);
            InclusionProof proof = prover.ProveInclusion((ulong)index, (ulong)size);
            Assert.Equal(NaiveTree.TwinPath(index, leaves), proof.Path.ToArray());
            Assert.True(proof.Verify(NaiveTree.TwinLeaf(leaves[index]), NaiveTree.TwinRoot(leaves)));
        }
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(65_280)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(65_793)]
    [InlineData(Largest)]
    public void Leaves_at_the_edges_of_tiles_are_proved_to_the_naive_root(int size)
    {
        byte[][] leaves = Leaves(size);
        AnchorProver prover = new(Tiles);
        TwinDigest root = prover.RootAt((ulong)size);
        Assert.Equal(NaiveTree.TwinRoot(leaves), root);
        foreach (int index in (int[])[0, 1, 127, 255, 256, 257, 40_000, 65_279, 65_535, 65_536, 65_792, size - 2, size - 1])
        {
            if (index < size)
            {
                InclusionProof proof = prover.ProveInclusion((ulong)index, (ulong)size);
                Assert.True(proof.Verify(NaiveTree.TwinLeaf(leaves[index]), root));
            }
        }
    }

    [Fact]
    public void A_frontier_taken_from_tiles_goes_on_like_the_one_that_was_appended_to()
    {
        AnchorProver prover = new(Tiles);
        foreach (int size in (int[])[0, 1, 300, 65_536, 65_999])
        {
            AnchorFrontier frontier = prover.FrontierAt((ulong)size)
                .Append(Records.AsSpan(size * AnchorTree.RecordLength), new AnchorTileList());
            Assert.Equal(Tiles.Frontier.Encode(), frontier.Encode());
        }
    }

    [Fact]
    public void A_second_proof_in_the_same_tiles_reads_nothing()
    {
        MemoryTiles tiles = new();
        tiles.Append(Records.AsSpan(0, 1_000 * AnchorTree.RecordLength));
        AnchorProver prover = new(tiles);
        prover.ProveInclusion(300, 1_000);
        int reads = tiles.RecordReads;

        prover.ProveInclusion(301, 1_000);
        prover.ProveInclusion(511, 1_000);

        Assert.Equal(2, reads);
        Assert.Equal(reads, tiles.RecordReads);
    }

    [Fact]
    public void Proofs_by_turns_in_more_tiles_than_are_kept_lead_to_the_roots_a_new_prover_gives()
    {
        byte[][] leaves = Leaves(Largest);
        AnchorProver prover = new(Tiles);
        TwinDigest whole = new AnchorProver(Tiles).RootAt(Largest);
        for (int round = 0; round < 2; round++)
        {
            for (int leaf = 40 + round; leaf + 3 < Largest; leaf += AnchorTree.TileWidth)
            {
                ulong historic = (ulong)leaf + 3;
                TwinDigest hash = NaiveTree.TwinLeaf(leaves[leaf]);
                Assert.True(prover.ProveInclusion((ulong)leaf, historic).Verify(hash, new AnchorProver(Tiles).RootAt(historic)));
                Assert.True(prover.ProveInclusion((ulong)leaf, Largest).Verify(hash, whole));
            }
        }
    }

    [Fact]
    public void Proofs_in_tiles_used_lately_read_nothing()
    {
        MemoryTiles tiles = new();
        tiles.Append(Records.AsSpan(0, 20_000 * AnchorTree.RecordLength));
        AnchorProver prover = new(tiles);
        for (ulong leaf = 0; leaf < 20_000; leaf += 250)
        {
            prover.ProveInclusion(leaf, 20_000);
        }

        int reads = tiles.RecordReads;
        for (ulong leaf = 19_999; leaf > 250; leaf -= 250)
        {
            prover.ProveInclusion(leaf, 20_000);
        }

        Assert.Equal(reads, tiles.RecordReads);
    }

    [Fact]
    public void A_leaf_outside_the_tree_has_no_proof()
        => Assert.Throws<ArgumentOutOfRangeException>(() => new AnchorProver(Tiles).ProveInclusion(10, 10));

    [Fact]
    public void An_encoded_proof_comes_back()
    {
        InclusionProof proof = new AnchorProver(Tiles).ProveInclusion(1_234, Largest);

        Assert.True(InclusionProof.TryDecode(proof.Encode(), out InclusionProof? decoded));
        Assert.Equal(proof.Encode(), decoded.Encode());
        Assert.True(decoded.Verify(NaiveTree.TwinLeaf(Leaves(1_235)[1_234]), Tiles.Frontier.Root));
    }

    [Theory]
    [InlineData(4, 11)]
    [InlineData(10, 11)]
    [InlineData(0, 8)]
    [InlineData(0, 1)]
    public void Every_flipped_bit_of_a_proof_is_refused(int index, int size)
    {
        byte[][] leaves = Leaves(size);
        TwinDigest leaf = NaiveTree.TwinLeaf(leaves[index]);
        TwinDigest root = NaiveTree.TwinRoot(leaves);
        byte[] encoded = new AnchorProver(Tiles).ProveInclusion((ulong)index, (ulong)size).Encode();
        for (int bit = 0; bit < 8 * encoded.Length; bit++)
        {
            encoded[bit / 8] ^= (byte)(1 << (bit % 8));
            bool accepted = InclusionProof.TryDecode(encoded, out InclusionProof? proof)
                && proof.Verify(leaf, root)
                && proof.LeafIndex == (ulong)index
                && proof.TreeSize == (ulong)size;
            Assert.False(accepted, $"bit {bit}");
            encoded[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_path_one_hash_longer_or_shorter_is_refused()
    {
        TwinDigest[] path = new AnchorProver(Tiles).ProveInclusion(4, 11).Path.ToArray();

        Assert.Throws<ArgumentException>(() => new InclusionProof(4, 11, path[1..]));
        Assert.Throws<ArgumentException>(() => new InclusionProof(4, 11, [.. path, path[0]]));
        Assert.Throws<ArgumentException>(() => new InclusionProof(11, 11, path));
    }

    [Fact]
    public void A_path_of_the_longest_possible_tree_is_as_long_as_its_height()
    {
        InclusionProof proof = new(0, ulong.MaxValue, new TwinDigest[AnchorTree.MaximumHeight]);

        Assert.False(proof.Verify(default, default));
        Assert.True(InclusionProof.TryDecode(proof.Encode(), out _));
    }

    [Fact]
    public void Every_pair_of_small_sizes_is_proved_consistent_by_the_naive_path()
    {
        AnchorProver prover = new(Tiles);
        for (int size = 1; size <= 40; size++)
        {
            byte[][] leaves = Leaves(size);
            TwinDigest newRoot = NaiveTree.TwinRoot(leaves);
            for (int old = 1; old <= size; old++)
            {
                TwinDigest oldRoot = NaiveTree.TwinRoot(leaves.AsSpan(0, old));
                ConsistencyProof proof = prover.ProveConsistency((ulong)old, (ulong)size);
                Assert.Equal(NaiveTree.TwinConsistency(old, leaves), proof.Path.ToArray());
                Assert.True(proof.Verify(oldRoot, newRoot));
                Assert.False(proof.Verify(newRoot with { Sm3 = default }, newRoot));
            }
        }
    }

    [Theory]
    [InlineData(256, 65_536)]
    [InlineData(255, 65_537)]
    [InlineData(65_536, Largest)]
    [InlineData(65_535, Largest)]
    [InlineData(1, Largest)]
    public void Consistency_holds_across_tiles_and_no_flipped_bit_survives(int old, int size)
    {
        AnchorProver prover = new(Tiles);
        TwinDigest oldRoot = prover.RootAt((ulong)old);
        TwinDigest newRoot = prover.RootAt((ulong)size);
        byte[] encoded = prover.ProveConsistency((ulong)old, (ulong)size).Encode();
        Assert.True(ConsistencyProof.TryDecode(encoded, out ConsistencyProof? proof) && proof.Verify(oldRoot, newRoot));

        for (int position = 0; position < encoded.Length; position++)
        {
            encoded[position] ^= 0x10;
            bool accepted = ConsistencyProof.TryDecode(encoded, out proof)
                && proof.Verify(oldRoot, newRoot)
                && (proof.OldSize, proof.NewSize) == ((ulong)old, (ulong)size);
            Assert.False(accepted);
            encoded[position] ^= 0x10;
        }
    }

    private static byte[][] Leaves(int count) => MemoryTiles.Split(Records.AsSpan(0, count * AnchorTree.RecordLength));

    private static MemoryTiles Fill()
    {
        MemoryTiles tiles = new();
        for (int done = 0, taken; done < Largest; done += taken)
        {
            taken = Math.Min(4_095, Largest - done);
            tiles.Append(Records.AsSpan(done * AnchorTree.RecordLength, taken * AnchorTree.RecordLength));
        }

        return tiles;
    }
}

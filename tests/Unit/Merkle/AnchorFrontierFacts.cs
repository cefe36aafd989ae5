using Ledger.Protocol.Merkle;

namespace Ledger.Tests.Unit.Merkle;

public sealed class AnchorFrontierFacts
{
    [Fact]
    public void The_empty_tree_has_the_hash_of_no_bytes()
    {
        TwinDigest root = AnchorFrontier.Empty.Root;

        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", root.Sha256.ToString());
        Assert.Equal("1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b", root.Sm3.ToString());
    }

    [Fact]
    public void The_roots_are_those_of_the_published_certificate_transparency_vectors()
    {
        // The eight leaves and roots of the reference implementation of RFC 6962 (its Merkle tree tests).
        string[] leaves =
        [
            "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
        ];
        string[] roots =
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        ReadOnlyMemory<byte>[] items = [.. leaves.Select(leaf => (ReadOnlyMemory<byte>)Convert.FromHexString(leaf))];

        for (int size = 1; size <= items.Length; size++)
        {
            Assert.Equal(roots[size - 1], new MerkleList(items[..size]).Root.ToString());
            byte[][] naive = [.. items[..size].Select(item => item.ToArray())];
            Assert.Equal(roots[size - 1], NaiveTree.TwinRoot(naive).Sha256.ToString());
        }
    }

    [Fact]
    public void However_the_records_are_cut_the_tree_is_the_naive_one()
    {
        Random random = new(7);
        for (int round = 0; round < 60; round++)
        {
            int count = random.Next(1, 2_001);
            byte[] records = MemoryTiles.MakeRecords(count, round);
            AnchorFrontier frontier = AnchorFrontier.Empty;
            for (int done = 0, taken; done < count; done += taken)
            {
                taken = random.Next(0, Math.Min(count - done, 1 << random.Next(0, 11)) + 1);
                frontier = frontier.Append(Slice(records, done, taken), new AnchorTileList());
            }

            Assert.Equal((ulong)count, frontier.Size);
            Assert.Equal(NaiveTree.TwinRoot(MemoryTiles.Split(records)), frontier.Root);
        }
    }

    [Fact]
    public void Every_small_size_reached_from_every_smaller_one_has_the_same_root()
    {
        byte[] records = MemoryTiles.MakeRecords(40);
        for (int size = 0; size <= 40; size++)
        {
            TwinDigest expected = NaiveTree.TwinRoot(MemoryTiles.Split(Slice(records, 0, size)));
            for (int first = 0; first <= size; first++)
            {
                AnchorFrontier frontier = AnchorFrontier.Empty
                    .Append(Slice(records, 0, first), new AnchorTileList())
                    .Append(Slice(records, first, size - first), new AnchorTileList());
                Assert.Equal(expected, frontier.Root);
            }
        }
    }

    [Fact]
    public void Every_completed_tile_is_reported_once_with_the_root_of_its_leaves()
    {
        byte[] records = MemoryTiles.MakeRecords(65_536 + 300);
        MemoryTiles tiles = new();
        tiles.Append(Slice(records, 0, 255));
        Assert.Equal(0, tiles.TileRoots);
        tiles.Append(Slice(records, 255, 1));
        Assert.Equal(1, tiles.TileRoots);
        tiles.Append(Slice(records, 256, 65_000));
        tiles.Append(Slice(records, 65_256, 580));

        Assert.Equal(257 + 1, tiles.TileRoots);
        foreach (int index in (int[])[0, 1, 100, 255])
        {
            byte[][] leaves = MemoryTiles.Split(Slice(records, index * 256, 256));
            Assert.Equal(NaiveTree.TwinRoot(leaves), tiles.TileRoot(1, (ulong)index));
        }

        Assert.Equal(NaiveTree.TwinRoot(MemoryTiles.Split(Slice(records, 0, 65_536))), tiles.TileRoot(2, 0));
        Assert.Equal(NaiveTree.TwinRoot(MemoryTiles.Split(records)), tiles.Frontier.Root);
    }

    [Fact]
    public void A_frontier_is_a_value_so_two_children_of_one_parent_do_not_disturb_each_other()
    {
        byte[] records = MemoryTiles.MakeRecords(30);
        AnchorFrontier parent = AnchorFrontier.Empty.Append(Slice(records, 0, 10), new AnchorTileList());
        TwinDigest before = parent.Root;

        AnchorFrontier one = parent.Append(Slice(records, 10, 10), new AnchorTileList());
        AnchorFrontier other = parent.Append(Slice(records, 20, 10), new AnchorTileList());

        Assert.Equal(before, parent.Root);
        Assert.NotEqual(one.Root, other.Root);
        Assert.Equal(NaiveTree.TwinRoot(MemoryTiles.Split(Slice(records, 0, 20))), one.Root);
    }

    [Fact]
    public void An_encoded_frontier_comes_back_and_goes_on_as_before()
    {
        byte[] records = MemoryTiles.MakeRecords(1_000);
        AnchorFrontier frontier = AnchorFrontier.Empty.Append(Slice(records, 0, 777), new AnchorTileList());

        Assert.True(AnchorFrontier.TryDecode(frontier.Encode(), out AnchorFrontier? decoded));
        Assert.Equal(frontier.Root, decoded.Root);
        Assert.Equal(
            NaiveTree.TwinRoot(MemoryTiles.Split(records)),
            decoded.Append(Slice(records, 777, 223), new AnchorTileList()).Root);
    }

    [Fact]
    public void A_frontier_of_any_other_length_is_refused()
    {
        byte[] encoded = AnchorFrontier.Empty.Append(MemoryTiles.MakeRecords(11), new AnchorTileList()).Encode();

        Assert.False(AnchorFrontier.TryDecode([], out _));
        Assert.False(AnchorFrontier.TryDecode(encoded.AsSpan(0, encoded.Length - 1), out _));
        Assert.False(AnchorFrontier.TryDecode([.. encoded, 0], out _));
        encoded[7] ^= 4;
        Assert.False(AnchorFrontier.TryDecode(encoded, out _));
    }

    [Fact]
    public void Records_that_are_not_whole_are_refused()
        => Assert.Throws<ArgumentException>(() => AnchorFrontier.Empty.Append(new byte[55], new AnchorTileList()));

    private static ReadOnlySpan<byte> Slice(byte[] records, int first, int count)
        => records.AsSpan(first * AnchorTree.RecordLength, count * AnchorTree.RecordLength);
}

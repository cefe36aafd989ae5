using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;

namespace Ledger.Tests.Unit.Merkle;

public sealed class MerkleListFacts
{
    [Fact]
    public void Roots_and_paths_are_the_naive_ones_and_every_item_verifies()
    {
        Random random = new(5);
        for (int count = 0; count <= 40; count++)
        {
            byte[][] items = MakeItems(count, random);
            MerkleList list = new([.. items.Select(item => (ReadOnlyMemory<byte>)item)]);
            Assert.Equal(NaiveTree.OfSha256.Root(items), list.Root.ToArray());
            for (int index = 0; index < count; index++)
            {
                Digest[] path = list.Path(index);
                Assert.Equal(NaiveTree.OfSha256.Path(index, items), path.Select(hash => hash.ToArray()));
                Assert.True(MerkleList.Verify(items[index], index, count, path, list.Root));
            }
        }
    }

    [Fact]
    public void Another_item_place_count_path_or_root_is_refused()
    {
        byte[][] items = MakeItems(7, new Random(1));
        MerkleList list = new([.. items.Select(item => (ReadOnlyMemory<byte>)item)]);
        Digest[] path = list.Path(2);

        Assert.True(MerkleList.Verify(items[2], 2, 7, path, list.Root));
        Assert.False(MerkleList.Verify(items[3], 2, 7, path, list.Root));
        Assert.False(MerkleList.Verify(items[2], 3, 7, path, list.Root));
        Assert.False(MerkleList.Verify(items[2], 2, 17, path, list.Root));
        Assert.False(MerkleList.Verify(items[2], -1, 7, path, list.Root));
        Assert.False(MerkleList.Verify(items[2], 2, 2, path, list.Root));
        Assert.False(MerkleList.Verify(items[2], 2, 7, path.AsSpan(1), list.Root));
        Assert.False(MerkleList.Verify(items[2], 2, 7, [.. path, path[0]], list.Root));
        Assert.False(MerkleList.Verify(items[2], 2, 7, path, Digest.Zero));
    }

    private static byte[][] MakeItems(int count, Random random)
    {
        byte[][] items = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            items[i] = new byte[random.Next(0, 100)];
            random.NextBytes(items[i]);
        }

        return items;
    }
}

using Ledger.Cryptography.Hashing;
using Ledger.Storage;
using Ledger.Storage.Anchors;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Tests.Unit.Storage;

public sealed class AnchorStoreTests
{
    private static readonly LogIdentity Chain = new(new Digest(new Seeded(1).Bytes(32)));

    [Fact]
    public void After_any_crash_the_store_is_exactly_what_the_last_flush_made_durable()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Seeded seeded = new(seed);
            MemoryDirectory directory = new();
            List<byte> leaves = [];
            for (int life = 0; life < 3; life++)
            {
                using AnchorStore store = AnchorStore.Open(directory, Chain);
                Assert.Equal(leaves.ToArray(), Everything(store));
                byte[] more = seeded.Bytes(AnchorStore.RecordBytes * seeded.Choose(700));
                store.Append(more);
                store.AppendTileRoots(1, store.TileCount(1), new byte[AnchorStore.TileRootBytes]);
                Assert.Equal([.. leaves, .. more], Everything(store));
                if (seeded.Choose(2) == 0)
                {
                    store.Flush();
                    leaves.AddRange(more);
                    store.Append(seeded.Bytes(AnchorStore.RecordBytes));
                }

                directory.Crash(seeded.Choose);
            }
        }
    }

    [Fact]
    public void Truncation_takes_the_leaves_and_every_tile_that_reaches_over_them()
    {
        MemoryDirectory directory = new();
        AnchorStore store = AnchorStore.Open(directory, Chain);
        store.Append(new byte[AnchorStore.RecordBytes * 1000]);
        store.AppendTileRoots(1, 0, new Seeded(3).Bytes(3 * AnchorStore.TileRootBytes));
        store.TruncateTo(600);

        Assert.Equal(600u, store.Size);
        Assert.Equal(2u, store.TileCount(1));
        byte[] second = new byte[AnchorStore.TileRootBytes];
        store.ReadTileRoots(1, 1, second);
        Assert.Equal(new Seeded(3).Bytes(128)[64..], second);
        Assert.Equal(600u, AnchorStore.Open(directory, Chain).Size);
    }

    [Fact]
    public void What_was_not_appended_is_not_read_and_a_tile_out_of_order_is_refused()
    {
        AnchorStore store = AnchorStore.Open(new MemoryDirectory(), Chain);
        store.Append(new byte[AnchorStore.RecordBytes]);

        Assert.Throws<ArgumentOutOfRangeException>(() => store.ReadRecords(0, new byte[2 * AnchorStore.RecordBytes]));
        Assert.Throws<ArgumentException>(() => store.Append(new byte[53]));
        Assert.Throws<InvalidOperationException>(
            () => store.AppendTileRoots(1, 1, new byte[AnchorStore.TileRootBytes]));
    }

    [Fact]
    public void A_leaf_file_shorter_than_was_flushed_empties_the_store_and_says_so()
    {
        MemoryDirectory directory = new();
        AnchorStore store = AnchorStore.Open(directory, Chain);
        store.Append(new byte[AnchorStore.RecordBytes * 10]);
        store.Flush();
        directory.Open("leaves.dat").Truncate(LogHeader.Size + 9 * AnchorStore.RecordBytes);

        AnchorStore emptied = AnchorStore.Open(directory, Chain);
        Assert.Equal(0u, emptied.Size);
        Assert.Contains("leaves.dat", Assert.Single(emptied.Notes).File, StringComparison.Ordinal);
    }

    private static byte[] Everything(AnchorStore store)
    {
        byte[] records = new byte[(int)store.Size * AnchorStore.RecordBytes];
        store.ReadRecords(0, records);
        return records;
    }
}

using Ledger.Cryptography.Hashing;
using Ledger.Storage;
using Ledger.Storage.Blocks;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Tests.Unit.Storage;

public sealed class BlockLogTests
{
    private static readonly LogIdentity Chain = new(new Digest(new Seeded(1).Bytes(32)), 5);
    private static readonly BlockStoreOptions Small = new(6000);

    [Fact]
    public void After_any_crash_flushed_blocks_are_there_with_their_batches_and_the_rest_is_a_whole_prefix()
    {
        int cutForBatch = 0;
        for (int seed = 0; seed < 2000; seed++)
        {
            Seeded seeded = new(seed);
            MemoryDirectory directory = Created();
            List<Block> chain = [];
            int flushed = 0;
            for (int life = 0; life < 4; life++)
            {
                using BatchLog batches = BatchLog.Open(directory, Chain, Small);
                using BlockLog blocks = BlockLog.Open(directory, Chain, batches);
                cutForBatch += blocks.Notes.Count(note => note.What.Contains("batch", StringComparison.Ordinal));
                Assert.InRange((int)blocks.Head, flushed, chain.Count);
                chain.RemoveRange((int)blocks.Head, chain.Count - (int)blocks.Head);
                chain.ForEach(block => block.IsIn(blocks, batches));
                flushed = Grow(blocks, batches, chain, seeded);
                directory.Crash(seeded.Choose);
            }
        }

        Assert.True(cutForBatch > 50);
    }

    [Fact]
    public void A_flushed_block_whose_batch_is_gone_is_refused_by_name()
    {
        MemoryDirectory directory = Created();
        using (BatchLog batches = BatchLog.Open(directory, Chain, Small))
        using (BlockLog blocks = BlockLog.Open(directory, Chain, batches))
        {
            for (ulong height = 1; height <= 3; height++)
            {
                new Block(height, new Seeded((int)height)).Add(blocks, batches);
                blocks.Flush();
            }
        }

        directory.Open("batches-00000000.log").Truncate(LogHeader.Size);
        using BatchLog empty = BatchLog.Open(directory, Chain, Small);
        StorageFaultException fault = Assert.Throws<StorageFaultException>(
            () => BlockLog.Open(directory, Chain, empty));
        Assert.Equal(StorageFault.BatchMissing, fault.Fault);
        Assert.Contains("Block 1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Heights_have_no_gap_and_no_repetition()
    {
        using BatchLog batches = BatchLog.Open(Created(out MemoryDirectory directory), Chain);
        using BlockLog blocks = BlockLog.Open(directory, Chain, batches);
        blocks.Append(1, [1], []);

        Assert.Throws<InvalidOperationException>(() => blocks.Append(1, [1], []));
        Assert.Throws<InvalidOperationException>(() => blocks.Append(3, [1], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => blocks.Read(2));
        Assert.Equal(new byte[] { 1 }, blocks.Read(1).Payload);
        Assert.Equal(0u, blocks.DurableHead);
        blocks.Flush();
        Assert.Equal(1u, blocks.DurableHead);
    }

    [Fact]
    public void A_batch_is_on_disk_once_and_found_across_segments_and_restarts()
    {
        MemoryDirectory directory = Created();
        using BatchLog batches = BatchLog.Open(directory, Chain, Small);
        Dictionary<Digest, byte[]> expected = [];
        for (int index = 0; index < 40; index++)
        {
            Digest digest = new(new Seeded(100 + index).Bytes(32));
            expected[digest] = new Seeded(index).Bytes(700);
            BatchLocation first = batches.Append(digest, expected[digest]);
            Assert.Equal(first, batches.Append(digest, expected[digest]));
        }

        batches.Flush();
        Assert.True(directory.List().Count(name => name.StartsWith("batches-", StringComparison.Ordinal)) >= 5);
        using BatchLog reopened = BatchLog.Open(directory, Chain, Small);
        Assert.Equal(40, reopened.Count);
        foreach ((Digest digest, byte[] bytes) in expected)
        {
            Assert.Equal(BatchRead.Found, reopened.TryRead(digest, out byte[] found));
            Assert.Equal(bytes, found);
        }

        Assert.Equal(BatchRead.Missing, reopened.TryRead(Digest.Zero, out _));
    }

    [Fact]
    public void A_damaged_batch_is_reported_and_its_replacement_from_a_peer_is_found_after_a_restart()
    {
        MemoryDirectory directory = Created();
        Digest digest = new(new Seeded(7).Bytes(32));
        byte[] bytes = new Seeded(8).Bytes(3000);
        using (BatchLog batches = BatchLog.Open(directory, Chain, Small))
        {
            BatchLocation place = batches.Append(digest, bytes);
            batches.Append(new Digest(new Seeded(9).Bytes(32)), new byte[4000]);
            batches.Flush();
            directory.Flip("batches-00000000.log", place.Offset + 1000, 1);
        }

        using BatchLog reopened = BatchLog.Open(directory, Chain, Small);
        Assert.Equal(BatchRead.Damaged, reopened.TryRead(digest, out _));
        Assert.Equal(BatchRead.Missing, reopened.TryRead(digest, out _));
        reopened.Append(digest, bytes);
        reopened.Flush();

        using BatchLog repaired = BatchLog.Open(directory, Chain, Small);
        Assert.Equal(BatchRead.Found, repaired.TryRead(digest, out byte[] found));
        Assert.Equal(bytes, found);
    }

    [Fact]
    public void A_missing_block_log_is_not_created_by_opening()
    {
        Assert.Equal(StorageFault.FileMissing, Assert.Throws<StorageFaultException>(
            () => BatchLog.Open(new MemoryDirectory(), Chain)).Fault);
    }

    private static int Grow(BlockLog blocks, BatchLog batches, List<Block> chain, Seeded seeded)
    {
        int flushed = (int)blocks.Head;
        for (int steps = seeded.Choose(8); steps > 0; steps--)
        {
            chain.Add(new Block(blocks.Head + 1, seeded));
            chain[^1].Add(blocks, batches);
            if (seeded.Choose(3) == 0)
            {
                blocks.Flush();
                flushed = (int)blocks.Head;
            }
        }

        return flushed;
    }

    private static MemoryDirectory Created() => Created(out _);

    private static MemoryDirectory Created(out MemoryDirectory directory)
    {
        directory = new MemoryDirectory();
        BatchLog.Create(directory, Chain);
        BlockLog.Create(directory, Chain);
        return directory;
    }

    /// <summary>A block with up to two batches, and where they must be found.</summary>
    private sealed class Block(ulong height, Seeded seeded)
    {
        private readonly byte[] _payload = seeded.Bytes(seeded.Choose(900));
        private readonly (Digest Digest, byte[] Bytes)[] _batches = [.. Enumerable.Range(0, seeded.Choose(3))
            .Select(_ => (new Digest(seeded.Bytes(32)), seeded.Bytes(seeded.Choose(2000))))];

        public void Add(BlockLog blocks, BatchLog batches)
        {
            blocks.Append(height, _payload, [.. _batches.Select(batch => batches.Append(batch.Digest, batch.Bytes))]);
            blocks.Write();
        }

        public void IsIn(BlockLog blocks, BatchLog batches)
        {
            StoredBlock stored = blocks.Read(height);
            Assert.Equal(_payload, stored.Payload);
            Assert.Equal(_batches.Select(batch => batch.Bytes.Length), stored.Batches!.Select(place => place.Length));
            foreach ((Digest digest, byte[] bytes) in _batches)
            {
                Assert.Equal(BatchRead.Found, batches.TryRead(digest, out byte[] found));
                Assert.Equal(bytes, found);
            }
        }
    }
}

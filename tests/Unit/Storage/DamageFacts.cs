using Ledger.Cryptography.Hashing;
using Ledger.Storage;
using Ledger.Storage.Anchors;
using Ledger.Storage.Blocks;
using Ledger.Storage.Devices;
using Ledger.Storage.Journal;
using Ledger.Storage.Records;

namespace Ledger.Tests.Unit.Storage;

/// <summary>
/// Whatever happens to a file: opening refuses it by name, file and offset, or gives a prefix of what was written; never
/// anything else.
/// </summary>
public sealed class DamageFacts
{
    private const int Blocks = 40;
    private const int Promises = 60;
    private static readonly LogIdentity Chain = new(new Digest(new Seeded(1).Bytes(32)), 77);
    private static readonly JournalIdentity Self = new(Chain.ChainId, 2, 0);
    private static readonly JournalOptions SmallJournal = new(64 << 10);
    private static readonly BlockStoreOptions SmallSegments = new(6000);

    [Fact]
    public void A_damaged_journal_gives_every_promise_again_or_is_refused()
    {
        int refused = 0;
        for (int seed = 0; seed < 3000; seed++)
        {
            Seeded seeded = new(seed);
            (MemoryDirectory directory, byte[][] promises) = WrittenJournal();
            string what = Damage.Do(directory.Open(directory.List()[0]), seeded);
            if (Refusal(() => Journal.Open(directory, Self, () => [], SmallJournal).Dispose()) is { } fault)
            {
                Assert.True(fault.Fault is StorageFault.JournalDamaged, $"seed {seed}, {what}: {fault.Message}");
                refused++;
                continue;
            }

            using Journal journal = Journal.Open(directory, Self, () => [], SmallJournal);
            Assert.True(promises.SequenceEqual(journal.Recovered, Same), $"seed {seed}, {what}: promises differ");
        }

        Assert.InRange(refused, 1, 1500); // files cut into the first copy, and nothing else
    }

    [Fact]
    public void Both_copies_of_one_flushed_promise_gone_is_refused_at_its_offset_and_nothing_is_written()
    {
        (MemoryDirectory directory, byte[][] promises) = WrittenJournal();
        IDevice file = directory.Open(directory.List()[0]);
        long third = LogHeader.Size + promises.Take(2).Sum(p => (long)RecordFrame.Size + p.Length);
        Damage.Flip(file, third + 40, 0);
        Damage.Flip(file, (file.Length / 2) + third + 7, 3);
        byte[] before = Bytes(file);

        StorageFaultException fault = Refusal(() => Journal.Open(directory, Self, () => [], SmallJournal).Dispose())!;

        Assert.Equal((StorageFault.JournalDamaged, third), (fault.Fault, fault.Offset));
        Assert.Contains("Promises may be lost", fault.Remedy, StringComparison.Ordinal);
        Assert.Equal(before, Bytes(directory.Open(directory.List()[0])));
    }

    [Fact]
    public void A_journal_under_the_number_of_another_is_refused()
    {
        (MemoryDirectory directory, _) = WrittenJournal();
        directory.Rename(directory.List()[0], "journal-00000007.seg");

        Assert.Equal(StorageFault.MisplacedFile, Refusal(() => Journal.Open(directory, Self, () => [], SmallJournal))?.Fault);
    }

    [Fact]
    public void Damaged_logs_are_refused_or_give_a_prefix_and_repair_makes_a_prefix_with_all_its_batches()
    {
        int refused = 0;
        int cut = 0;
        for (int seed = 0; seed < 3000; seed++)
        {
            Seeded seeded = new(seed);
            MemoryDirectory directory = WrittenLogs();
            string[] names = [.. directory.List()];
            string what = Damage.Do(directory.Open(names[seeded.Choose(names.Length)]), seeded);
            StorageFaultException? fault = Refusal(() => RequirePrefix(directory, everyBatch: false, what));
            if (fault is not null)
            {
                refused++;
                Assert.True(fault.Fault is StorageFault.CorruptRecord or StorageFault.HeaderDamaged
                    or StorageFault.BatchMissing or StorageFault.FileMissing, $"seed {seed}, {what}: {fault.Message}");
                Assert.Contains(fault.File, names);
                Assert.InRange(fault.Offset, 0, directory.Open(fault.File).Length);
            }

            IReadOnlyList<RecoveryNote> notes = LogRepair.Run(directory, Chain);
            cut += notes.Count > 0 ? 1 : 0;
            RequirePrefix(directory, everyBatch: true, $"seed {seed}, repaired after {what}");
            Assert.Empty(LogRepair.Run(directory, Chain));
        }

        Assert.True(refused > 500 && cut >= refused, $"{refused} refused, {cut} cut");
    }

    [Fact]
    public void Two_batch_files_that_were_swapped_are_refused_by_name_and_repair_keeps_them_aside()
    {
        MemoryDirectory directory = WrittenLogs();
        directory.Rename("batches-00000000.log", "x");
        directory.Rename("batches-00000001.log", "batches-00000000.log");
        directory.Rename("x", "batches-00000001.log");

        StorageFaultException fault = Refusal(() => BatchLog.Open(directory, Chain, SmallSegments))!;

        Assert.Equal((StorageFault.MisplacedFile, "batches-00000000.log"), (fault.Fault, fault.File));
        LogRepair.Run(directory, Chain);
        RequirePrefix(directory, everyBatch: true, "swapped");
        Assert.Contains("batches-00000000.log.damaged-1", directory.List());
        Assert.Contains("batches-00000001.log.damaged-1", directory.List());
    }

    [Theory]
    [InlineData("blocks.log")]
    [InlineData("batches-00000000.log")]
    [InlineData("batches-00000001.log")]
    public void A_log_that_is_gone_is_refused_and_repair_starts_it_anew(string name)
    {
        MemoryDirectory directory = WrittenLogs();
        directory.Delete(name);

        Assert.NotNull(Refusal(() => RequirePrefix(directory, everyBatch: false, name)));
        LogRepair.Run(directory, Chain);
        RequirePrefix(directory, everyBatch: true, name);
    }

    [Fact]
    public void A_damaged_block_log_header_is_written_anew_and_no_block_is_lost()
    {
        MemoryDirectory directory = WrittenLogs();
        Damage.Zero(directory.Open("blocks.log"), 0);

        Assert.Equal(StorageFault.HeaderDamaged, Refusal(() => RequirePrefix(directory, false, ""))?.Fault);
        Assert.Single(LogRepair.Run(directory, Chain));
        Assert.Equal(Blocks, RequirePrefix(directory, everyBatch: true, "header"));
    }

    [Fact]
    public void Logs_of_another_secret_are_refused_and_not_repaired()
    {
        MemoryDirectory directory = WrittenLogs();
        LogIdentity other = Chain with { Salt = 78 };

        Assert.Equal(StorageFault.ForeignSecret, Refusal(() => BatchLog.Open(directory, other))?.Fault);
        Assert.Equal(StorageFault.ForeignSecret, Refusal(() => LogRepair.Run(directory, other))?.Fault);
        Assert.Equal(Blocks, RequirePrefix(directory, everyBatch: true, "untouched"));
    }

    [Fact]
    public void A_damaged_anchor_store_is_what_was_flushed_or_empty_and_says_so()
    {
        int emptied = 0;
        for (int seed = 0; seed < 1500; seed++)
        {
            Seeded seeded = new(seed);
            MemoryDirectory directory = new();
            byte[] leaves = new Seeded(9).Bytes(300 * AnchorStore.RecordBytes);
            using (AnchorStore store = AnchorStore.Open(directory, Chain))
            {
                store.Append(leaves);
                store.AppendTileRoots(1, 0, new Seeded(8).Bytes(AnchorStore.TileRootBytes));
                store.Flush();
            }

            string[] names = [.. directory.List()];
            string what = Damage.Do(directory.Open(names[seeded.Choose(names.Length)]), seeded);
            using AnchorStore opened = AnchorStore.Open(directory, Chain);
            Assert.Equal(opened.Size == 0, opened.Notes.Count > 0);
            emptied += opened.Size == 0 ? 1 : 0;
            byte[] found = new byte[(int)opened.Size * AnchorStore.RecordBytes];
            opened.ReadRecords(0, found);
            Assert.True(opened.Size == 0 || found.AsSpan().SequenceEqual(leaves), $"seed {seed}, {what}");
            Assert.Equal(opened.Size == 0 ? 0u : 1u, opened.TileCount(1));
        }

        Assert.True(emptied > 700, $"{emptied} emptied");
    }

    private static (MemoryDirectory Directory, byte[][] Promises) WrittenJournal()
    {
        MemoryDirectory directory = new();
        Journal.Create(directory, Self, SmallJournal);
        Seeded seeded = new(5);
        byte[][] promises = [.. Enumerable.Range(0, Promises).Select(_ => seeded.Bytes(1 + seeded.Choose(300)))];
        using Journal journal = Journal.Open(directory, Self, () => [], SmallJournal);
        foreach (byte[] promise in promises)
        {
            journal.Append(promise);
            journal.Flush();
        }

        return (directory, promises);
    }

    private static MemoryDirectory WrittenLogs()
    {
        MemoryDirectory directory = new();
        BatchLog.Create(directory, Chain);
        BlockLog.Create(directory, Chain);
        using BatchLog batches = BatchLog.Open(directory, Chain, SmallSegments);
        using BlockLog blocks = BlockLog.Open(directory, Chain, batches);
        for (ulong height = 1; height <= Blocks; height++)
        {
            BatchLocation[] places = [.. BatchesOf(height).Select(b => batches.Append(Sha256.Hash(b), b))];
            blocks.Append(height, PayloadOf(height), places);
            if (height % 4 == 0)
            {
                blocks.Flush();
            }
        }

        return directory;
    }

    private static byte[] PayloadOf(ulong height) => new Seeded((int)height).Bytes(100 + (int)height);

    private static byte[][] BatchesOf(ulong height)
    {
        Seeded seeded = new(1000 + (int)height);
        return [seeded.Bytes(200), seeded.Bytes(400)];
    }

    /// <summary>Every block that can be read is the one that was written; returns how many there are.</summary>
    private static int RequirePrefix(MemoryDirectory directory, bool everyBatch, string what)
    {
        using BatchLog batches = BatchLog.Open(directory, Chain, SmallSegments);
        using BlockLog blocks = BlockLog.Open(directory, Chain, batches);
        for (ulong height = 1; height <= blocks.Head; height++)
        {
            Assert.True(blocks.Read(height).Payload.AsSpan().SequenceEqual(PayloadOf(height)), what);
            foreach (byte[] batch in BatchesOf(height))
            {
                BatchRead read = batches.TryRead(Sha256.Hash(batch), out byte[] found);
                Assert.True(read == BatchRead.Found ? found.AsSpan().SequenceEqual(batch) : !everyBatch, what);
            }
        }

        return (int)blocks.Head;
    }

    private static StorageFaultException? Refusal(Action open)
    {
        try
        {
            open();
            return null;
        }
        catch (StorageFaultException fault)
        {
            return fault;
        }
    }

    private static byte[] Bytes(IDevice file)
    {
        byte[] bytes = new byte[file.Length];
        file.Read(0, bytes);
        return bytes;
    }

    private static readonly EqualityComparer<byte[]> Same = EqualityComparer<byte[]>.Create(
        (left, right) => left.AsSpan().SequenceEqual(right), bytes => bytes.Length);
}

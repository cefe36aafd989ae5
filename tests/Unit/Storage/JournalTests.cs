using Ledger.Cryptography.Hashing;
using Ledger.Storage;
using Ledger.Storage.Devices;
using Ledger.Storage.Journal;
using Ledger.Storage.Records;

namespace Ledger.Tests.Unit.Storage;

public sealed class JournalTests
{
    private const int Half = 8192;
    private static readonly JournalIdentity Identity = new(new Digest(new Seeded(1).Bytes(32)), 2, 0);
    private static readonly JournalOptions Small = new(2 * Half);

    [Fact]
    public void After_any_crash_every_flushed_promise_is_there_and_an_unflushed_one_is_whole_or_absent()
    {
        for (int seed = 0; seed < 3000; seed++)
        {
            Seeded seeded = new(seed);
            MemoryDirectory directory = new();
            Journal.Create(directory, Identity, Small);
            PromiseBook book = new();
            for (int life = 0; life < 4; life++)
            {
                using Journal journal = Journal.Open(directory, Identity, book.Snapshot, Small);
                book.Recover(journal.Recovered);
                book.Work(journal, seeded);
                directory.Crash(seeded.Choose);
            }

            book.Recover(Journal.Open(directory, Identity, book.Snapshot, Small).Recovered);
        }
    }

    [Fact]
    public void A_single_flipped_byte_at_any_place_is_repaired_from_the_mirror()
    {
        MemoryDirectory directory = Written(out string name, out _);
        for (int at = 0; at < 2 * Half; at++)
        {
            directory.Flip(name, at, 0x01);
            Journal repaired = Open(directory);
            Assert.Equal(3, repaired.Recovered.Count);
            Assert.Single(repaired.Notes);
            Assert.Empty(Open(directory).Notes);
        }
    }

    [Fact]
    public void Both_copies_of_a_flushed_promise_damaged_is_refused_by_name()
    {
        for (int at = 0; at < 600; at += 7)
        {
            MemoryDirectory directory = Written(out string name, out int last);
            int position = LogHeader.Size + at % (last - LogHeader.Size);
            directory.Flip(name, position, 0x40);
            directory.Flip(name, Half + position, 0x04);

            StorageFaultException fault = Assert.Throws<StorageFaultException>(() => Open(directory));
            Assert.Equal(StorageFault.JournalDamaged, fault.Fault);
            Assert.Contains("rejoin", fault.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Different_records_damaged_in_different_halves_are_both_repaired()
    {
        MemoryDirectory directory = Written(out string name, out _);
        directory.Flip(name, LogHeader.Size + 40, 0xFF);
        directory.Flip(name, Half + LogHeader.Size + 200, 0xFF);
        directory.Flip(name, 3, 0xFF);

        Assert.Equal(3, Open(directory).Recovered.Count);
    }

    [Fact]
    public void Both_headers_damaged_is_refused_by_name()
    {
        MemoryDirectory directory = Written(out string name, out _);
        directory.Flip(name, 20, 1);
        directory.Flip(name, Half + 20, 1);

        Assert.Equal(
            StorageFault.JournalDamaged, Assert.Throws<StorageFaultException>(() => Open(directory)).Fault);
    }

    [Fact]
    public void A_missing_journal_is_refused_and_not_created()
    {
        MemoryDirectory directory = new();

        Assert.Equal(
            StorageFault.JournalMissing, Assert.Throws<StorageFaultException>(() => Open(directory)).Fault);
        Assert.Empty(directory.List());
    }

    [Fact]
    public void Set_up_never_overwrites_a_journal_but_a_rejoin_may_set_it_aside()
    {
        MemoryDirectory directory = Written(out _, out _);
        Assert.Equal(
            StorageFault.FileExists,
            Assert.Throws<StorageFaultException>(() => Journal.Create(directory, Identity, Small)).Fault);

        Journal.SetAside(directory);
        Journal.Create(directory, Identity with { Incarnation = 3 }, Small);
        Journal fresh = Open(directory);
        Assert.Empty(fresh.Recovered);
        Assert.Equal(3u, fresh.Incarnation);
    }

    [Fact]
    public void Another_validators_and_another_chains_journal_are_refused()
    {
        MemoryDirectory directory = Written(out _, out _);
        JournalIdentity other = Identity with { Owner = 3 };
        JournalIdentity elsewhere = Identity with { ChainId = new Digest(new Seeded(9).Bytes(32)) };

        Assert.Equal(StorageFault.ForeignValidator, Refusal(other));
        Assert.Equal(StorageFault.ForeignChain, Refusal(elsewhere));

        StorageFault Refusal(JournalIdentity identity) => Assert.Throws<StorageFaultException>(
            () => Journal.Open(directory, identity, () => [], Small)).Fault;
    }

    [Fact]
    public void A_full_segment_is_followed_by_one_that_starts_with_the_snapshot()
    {
        MemoryDirectory directory = new();
        Journal.Create(directory, Identity, Small);
        Journal journal = Journal.Open(directory, Identity, () => [42], Small);
        for (byte record = 0; record < 100; record++)
        {
            journal.Append([.. Enumerable.Repeat(record, 200)]);
            journal.Flush();
        }

        Journal reopened = Open(directory);
        Assert.Equal(journal.Segment, reopened.Segment);
        Assert.Equal(3u, reopened.Segment);
        Assert.Equal(new byte[] { 42 }, reopened.Recovered[0]);
        Assert.Equal(99, reopened.Recovered[^1][0]);
        Assert.Single(directory.List());
    }

    [Fact]
    public void A_flush_costs_one_device_flush_and_an_empty_one_none()
    {
        MemoryDirectory directory = new();
        Journal.Create(directory, Identity, Small);
        Journal journal = Journal.Open(directory, Identity, () => [], Small);
        long before = directory.Flushes;
        journal.Append([1]);
        journal.Append([2]);
        journal.Flush();
        journal.Flush();

        Assert.Equal(before + 1, directory.Flushes);
    }

    [Fact]
    public void A_record_and_a_snapshot_of_the_largest_size_fit_and_a_larger_record_is_refused()
    {
        MemoryDirectory directory = new();
        Journal.Create(directory, Identity);
        byte[] largest = new byte[Journal.MaximumRecordBytes];
        Journal journal = Journal.Open(directory, Identity, () => largest);
        journal.Append(largest);
        journal.Flush();

        Assert.Equal(2, Journal.Open(directory, Identity, () => largest).Recovered.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.Append(new byte[Journal.MaximumRecordBytes + 1]));
    }

    private static MemoryDirectory Written(out string name, out int lastRecord)
    {
        MemoryDirectory directory = new();
        Journal.Create(directory, Identity, Small);
        using Journal journal = Open(directory);
        for (int record = 0; record < 3; record++)
        {
            journal.Append(new Seeded(record).Bytes(150));
            journal.Flush();
        }

        name = directory.List()[0];
        lastRecord = LogHeader.Size + 2 * (RecordFrame.Size + 150);
        return directory;
    }

    private static Journal Open(MemoryDirectory directory) => Journal.Open(directory, Identity, () => [], Small);
}

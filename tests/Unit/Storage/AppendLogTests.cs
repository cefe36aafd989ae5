using Ledger.Cryptography.Hashing;
using Ledger.Storage;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Tests.Unit.Storage;

public sealed class AppendLogTests
{
    private static readonly LogFormat Format = new("TESTLOG\n", 2, 1 << 20);
    private static readonly LogIdentity Chain = new(new Digest(new Seeded(1).Bytes(32)), 77);

    [Fact]
    public void The_checksum_is_CRC_32C()
    {
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
    }

    [Fact]
    public void After_any_crash_flushed_records_are_there_and_the_rest_is_a_prefix_of_what_was_appended()
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            Seeded seeded = new(seed);
            MemoryDirectory directory = new();
            List<byte[]> appended = [];
            List<byte[]> found = [];
            for (int life = 0; life < 3; life++)
            {
                AppendLog log = life == 0 ? Create(directory) : Open(directory, found);
                appended = [.. found];
                int flushed = AppendSome(log, appended, seeded);
                directory.Crash(seeded.Choose);
                Open(directory, found);
                Assert.InRange(found.Count, flushed, appended.Count);
                Assert.Equal(appended.Take(found.Count), found);
            }
        }
    }

    [Fact]
    public void A_torn_tail_is_cut_at_the_last_whole_record()
    {
        MemoryDirectory directory = Directory(out long[] offsets);
        directory.Open("log").Truncate(offsets[3] + 10);

        List<byte[]> found = [];
        List<RecoveryNote> notes = [];
        AppendLog log = Open(directory, found, notes);

        Assert.Equal(3, found.Count);
        Assert.Equal(offsets[3], Assert.Single(notes).Offset);
        Assert.Equal(offsets[3], log.Append(1, [9]));
        Assert.Equal(3u, log.NextSequence - 1);
    }

    [Fact]
    public void Every_flipped_byte_before_the_last_record_is_refused_with_file_and_offset()
    {
        MemoryDirectory directory = Directory(out long[] offsets);
        for (long at = LogHeader.Size; at < offsets[^1]; at++)
        {
            directory.Flip("log", at, 0x20);
            StorageFaultException fault = Assert.Throws<StorageFaultException>(() => Open(directory, []));
            Assert.Equal(StorageFault.CorruptRecord, fault.Fault);
            Assert.Equal("log", fault.File);
            Assert.Equal(offsets.Last(offset => offset <= at), fault.Offset);
            directory.Flip("log", at, 0x20);
        }

        Assert.Equal(offsets.Length, Count(directory));
    }

    [Fact]
    public void Every_flipped_byte_of_the_header_is_refused()
    {
        MemoryDirectory directory = Directory(out _);
        for (long at = 0; at < LogHeader.Size; at++)
        {
            directory.Flip("log", at, 1);
            Assert.Equal(
                StorageFault.HeaderDamaged,
                Assert.Throws<StorageFaultException>(() => Open(directory, [])).Fault);
            directory.Flip("log", at, 1);
        }
    }

    [Fact]
    public void Another_chain_and_a_newer_version_are_refused_by_name()
    {
        MemoryDirectory directory = Directory(out _);
        LogFormat older = Format with { Version = 1 };
        LogIdentity other = new(new Digest(new Seeded(2).Bytes(32)));

        Assert.Equal(StorageFault.NewerFormat, Refusal(older, Chain));
        Assert.Equal(StorageFault.ForeignChain, Refusal(Format, other));
        Assert.Equal(StorageFault.MisplacedFile, Refusal(LogFormat.Blocks, Chain));
        Assert.Equal(StorageFault.UnknownFormat, Refusal(Format with { Version = 3 }, Chain));

        StorageFault Refusal(LogFormat format, LogIdentity identity) => Assert.Throws<StorageFaultException>(
            () => AppendLog.Open(directory, "log", format, identity, (_, _, _) => { }, [])).Fault;
    }

    [Fact]
    public void A_record_is_read_by_offset_before_and_after_its_write_and_its_tampered_twin_is_not()
    {
        MemoryDirectory directory = new();
        AppendLog log = Create(directory);
        long offset = log.Append(5, [1, 2], [3], [4, 5]);
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5 }, log.Read(offset));
        log.Flush();
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5 }, log.TryRead(offset, out RecordFrame frame));
        Assert.Equal(5, frame.Kind);

        directory.Flip("log", offset + RecordFrame.Size + 2, 0x80);
        Assert.Null(log.TryRead(offset, out _));
        Assert.Equal(
            StorageFault.CorruptRecord, Assert.Throws<StorageFaultException>(() => log.Read(offset)).Fault);
    }

    [Fact]
    public void A_record_forged_inside_a_payload_is_not_taken_for_one()
    {
        byte[] forged = new byte[RecordFrame.Size];
        new RecordFrame(1, 0, 5, 5, Crc32C.Of([], 0)).Write(forged, 0);
        MemoryDirectory directory = new();
        AppendLog log = Create(directory);
        long offset = log.Append(1, forged);
        log.Flush();
        directory.Flip("log", offset, 1);

        Assert.Equal(0, Count(directory));
    }

    private static int AppendSome(AppendLog log, List<byte[]> appended, Seeded seeded)
    {
        int flushed = appended.Count;
        for (int record = 0; record < 1 + seeded.Choose(6); record++)
        {
            byte[] payload = seeded.Bytes(seeded.Choose(1500));
            log.Append(1, payload);
            appended.Add(payload);
            switch (seeded.Choose(3))
            {
                case 0:
                    log.Write();
                    break;
                case 1:
                    log.Flush();
                    flushed = appended.Count;
                    break;
            }
        }

        return flushed;
    }

    private static MemoryDirectory Directory(out long[] offsets)
    {
        MemoryDirectory directory = new();
        AppendLog log = Create(directory);
        offsets = [.. Enumerable.Range(0, 5).Select(index =>
        {
            long offset = log.Append(1, new Seeded(index).Bytes(100));
            log.Flush();
            return offset;
        })];
        return directory;
    }

    private static int Count(MemoryDirectory directory)
    {
        List<byte[]> found = [];
        Open(directory, found);
        return found.Count;
    }

    private static AppendLog Create(MemoryDirectory directory) => AppendLog.Create(
        directory, "log", new LogHeader { Format = Format, ChainId = Chain.ChainId, Salt = Chain.Salt });

    private static AppendLog Open(
        MemoryDirectory directory, List<byte[]> found, List<RecoveryNote>? notes = null)
    {
        found.Clear();
        return AppendLog.Open(
            directory, "log", Format, Chain, (_, _, payload) => found.Add(payload.ToArray()), notes ?? []);
    }
}

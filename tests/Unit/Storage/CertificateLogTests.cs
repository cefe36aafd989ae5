using Ledger.Cryptography.Hashing;
using Ledger.Storage;
using Ledger.Storage.Blocks;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Tests.Unit.Storage;

public sealed class CertificateLogTests
{
    private const string File = "certificates.log";

    private static readonly LogIdentity Chain = new(new Digest(new Seeded(1).Bytes(32)), 5);

    [Fact]
    public void What_was_kept_last_for_a_height_is_found_after_a_restart()
    {
        MemoryDirectory directory = new();
        using (CertificateLog log = CertificateLog.Open(directory, Chain))
        {
            log.Keep(3, [1, 2, 3]);
            log.Keep(5, [5]);
            log.Keep(3, [9]);
            Assert.Equal([9], log.Find(3)!);
            log.Flush();
        }

        using CertificateLog again = CertificateLog.Open(directory, Chain);
        Assert.Equal([9], again.Find(3)!);
        Assert.Equal([5], again.Find(5)!);
        Assert.Null(again.Find(4));
        Assert.Empty(again.Notes);
    }

    [Fact]
    public void After_any_crash_what_is_found_is_what_was_kept()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Seeded seeded = new(seed);
            MemoryDirectory directory = new();
            using (CertificateLog log = CertificateLog.Open(directory, Chain))
            {
                for (ulong height = 1; height <= 20; height++)
                {
                    log.Keep(height, new Seeded((int)height).Bytes(300));
                    Action[] steps = [log.Write, log.Flush, () => { }];
                    steps[seeded.Choose(3)]();
                }
            }

            directory.Crash(seeded.Choose);
            using CertificateLog after = CertificateLog.Open(directory, Chain);
            Assert.All(Enumerable.Range(1, 20), height => Assert.True(
                after.Find((ulong)height) is not { } found || found.AsSpan().SequenceEqual(new Seeded(height).Bytes(300))));
        }
    }

    [Fact]
    public void A_damaged_log_is_begun_anew_and_said_so_with_its_offset()
    {
        MemoryDirectory directory = new();
        using (CertificateLog log = CertificateLog.Open(directory, Chain))
        {
            log.Keep(1, new byte[100]);
            log.Flush();
            log.Keep(2, new byte[100]);
            log.Flush();
        }

        directory.Flip(File, LogHeader.Size + RecordFrame.Size + 50, 1);
        using CertificateLog again = CertificateLog.Open(directory, Chain);

        Assert.Null(again.Find(1));
        RecoveryNote note = Assert.Single(again.Notes);
        Assert.Equal((File, (long)LogHeader.Size), (note.File, note.Offset));
        Assert.Contains("begun anew", note.What, StringComparison.Ordinal);
        again.Keep(7, [7]);
        Assert.Equal([7], again.Find(7)!);
    }

    [Fact]
    public void The_log_of_another_chain_is_refused()
    {
        MemoryDirectory directory = new();
        CertificateLog.Open(directory, Chain).Dispose();

        StorageFaultException fault = Assert.Throws<StorageFaultException>(
            () => CertificateLog.Open(directory, Chain with { ChainId = Digest.Zero }));

        Assert.Equal(StorageFault.ForeignChain, fault.Fault);
    }
}

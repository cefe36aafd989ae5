using System.Text;
using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Storage.Records;

namespace Ledger.Tests.Integration;

/// <summary>The reader of traces sees a promise that leaves too early.</summary>
public sealed class DurabilityTraceTests
{
    private const string Flush = "7 fdatasync(9</d/journal/s>) = 0";

    private static string Write => $"7 pwrite64(9</d/journal/s>, \"{Escape(Record())}\", 99, 4096) = 99";

    private static string Send => $"7 write(2</d/output.log>, \"{Escape("send Prepare 1 2\n"u8)}\", 17) = 17";

    [Fact]
    public void A_promise_written_twice_and_flushed_may_leave()
    {
        DurabilityTrace trace = DurabilityTrace.Of([Write, Write, Flush, Send]);

        Assert.Empty(trace.Violations);
        Assert.Equal(1, trace.Sent("Prepare"));
    }

    [Fact]
    public void A_flush_that_another_thread_interrupts_counts_where_it_returns()
    {
        string[] flush =
            ["7 fdatasync(9</d/journal/s> <unfinished ...>", "8 fsync(3</x>) = 0", "7 <... fdatasync resumed>) = 0"];

        Assert.Empty(DurabilityTrace.Of([Write, Write, .. flush, Send]).Violations);
        Assert.Single(DurabilityTrace.Of([Write, Write, flush[0], Send, flush[2]]).Violations);
    }

    [Fact]
    public void A_promise_that_leaves_too_early_is_seen()
    {
        string failed = Flush.Replace("= 0", "= -1 EIO (Input/output error)");
        string elsewhere = Flush.Replace("journal", "blocks");

        Assert.Single(DurabilityTrace.Of([Write, Write, Send, Flush]).Violations);
        Assert.Single(DurabilityTrace.Of([Write, Write, Send]).Violations);
        Assert.Single(DurabilityTrace.Of([Write, Write, failed, Send]).Violations);
        Assert.Single(DurabilityTrace.Of([Write, Write, elsewhere, Send]).Violations);
        Assert.Single(DurabilityTrace.Of([Write, Flush, Send]).Violations);
        Assert.Single(DurabilityTrace.Of([Flush, Send]).Violations);
    }

    private static byte[] Record()
    {
        Digest digest = Sha256.Hash("block"u8);
        byte[] payload = DurableState.Encode(
            [new Promise.Prepared(new(new View(1), new Height(2)), new BlockId(digest, digest))]);
        byte[] record = new byte[RecordFrame.Size + payload.Length];
        new RecordFrame(1, payload.Length, 0, 0, 0).Write(record, salt: 5);
        payload.CopyTo(record, RecordFrame.Size);
        return record;
    }

    private static string Escape(ReadOnlySpan<byte> bytes)
    {
        StringBuilder escaped = new();
        foreach (byte value in bytes)
        {
            escaped.Append($"\\x{value:x2}");
        }

        return escaped.ToString();
    }
}

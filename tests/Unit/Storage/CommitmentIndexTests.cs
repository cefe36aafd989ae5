using Ledger.Cryptography.Hashing;
using Ledger.Storage.Anchors;
using Ledger.Storage.Faster;
using Ledger.Storage.Records;

namespace Ledger.Tests.Unit.Storage;

public sealed class CommitmentIndexTests : IDisposable
{
    private const int RecordBytes = 54;
    private const int CommitmentOffset = 8;
    private const int Run = 500;
    private static readonly UInt128 Secret = new(1, 2);
    private static readonly LogIdentity Chain = new(new Digest(new Seeded(1).Bytes(32)));
    private static readonly CommitmentIndexOptions Small = new(new FasterTableOptions(1 << 14, 25, 20), Run);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_keyed_hash_is_SipHash_2_4()
    {
        byte[] input = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];

        // Entry 32 of the reference implementation's vectors: key 00..0f, input 00..1f, little-endian result.
        Assert.Equal(0x7127512f72f27cceUL, new SipHash(0x0706050403020100, 0x0f0e0d0c0b0a0908).Of(input));
    }

    [Fact]
    public void The_index_and_its_twin_find_the_same_through_runs_merges_and_restarts()
    {
        byte[] leaves = Leaves(10 * Run + 77);
        MemoryCommitmentIndex memory = new(Run);
        CommitmentIndex faster = Open();
        for (int from = 0; from < leaves.Length; from += 333 * RecordBytes)
        {
            ReadOnlySpan<byte> part = leaves.AsSpan(from, Math.Min(333 * RecordBytes, leaves.Length - from));
            memory.AddRange(memory.Watermark, part, RecordBytes, CommitmentOffset);
            faster.AddRange(faster.Watermark, part, RecordBytes, CommitmentOffset);
        }

        AssertSame(memory, faster, leaves);
        faster.Dispose();
        memory.Crash();
        faster = Open();
        Assert.Empty(faster.Notes);
        Assert.Equal(10u * Run, faster.Watermark);
        Assert.Equal(memory.Watermark, faster.Watermark);
        AssertSame(memory, faster, leaves);

        ReadOnlySpan<byte> rest = leaves.AsSpan(10 * Run * RecordBytes);
        memory.AddRange(memory.Watermark, rest, RecordBytes, CommitmentOffset);
        faster.AddRange(faster.Watermark, rest, RecordBytes, CommitmentOffset);
        AssertSame(memory, faster, leaves);
        faster.Dispose();
    }

    [Fact]
    public void Readers_on_other_threads_never_miss_a_leaf_below_the_watermark()
    {
        byte[] leaves = Leaves(17 * Run + 10);
        using CommitmentIndex index = Open();
        using CancellationTokenSource done = new();
        Task<int>[] readers =
            [.. Enumerable.Range(0, 2).Select(seed => Task.Run(() => Probe(index, leaves, seed, done)))];
        for (int leaf = 0; leaf < leaves.Length / RecordBytes; leaf += 50)
        {
            int count = Math.Min(50, leaves.Length / RecordBytes - leaf);
            ReadOnlySpan<byte> part = leaves.AsSpan(leaf * RecordBytes, count * RecordBytes);
            index.AddRange((ulong)leaf, part, RecordBytes, CommitmentOffset);
        }

        done.Cancel();
        Assert.All(readers, reader => Assert.Equal(0, reader.GetAwaiter().GetResult()));
    }

    [Fact]
    public void Closed_while_runs_are_merged_it_opens_again_with_every_run_and_merges_on()
    {
        byte[] leaves = Leaves(34 * Run);
        MemoryCommitmentIndex memory = new(Run);
        memory.AddRange(0, leaves, RecordBytes, CommitmentOffset);
        for (int runs = 8; runs <= 34; runs += runs % 3 == 0 ? 1 : 7)
        {
            using CommitmentIndex index = Open(); // closed again in the middle of whatever it merges
            Assert.Empty(index.Notes);
            ReadOnlySpan<byte> part = leaves.AsSpan((int)index.Watermark * RecordBytes, (runs * Run - (int)index.Watermark) * RecordBytes);
            index.AddRange(index.Watermark, part, RecordBytes, CommitmentOffset);
            Assert.Equal((ulong)(runs * Run), index.DurableWatermark);
        }

        using CommitmentIndex whole = Open();
        whole.AddRange(whole.Watermark, leaves.AsSpan((int)whole.Watermark * RecordBytes), RecordBytes, CommitmentOffset);
        AssertSame(memory, whole, leaves);
    }

    [Fact]
    public void Another_secret_or_a_damaged_checkpoint_empties_the_index_and_says_so()
    {
        using (CommitmentIndex index = Open())
        {
            index.AddRange(0, Leaves(Run + 5), RecordBytes, CommitmentOffset);
            Assert.Equal((ulong)Run, index.DurableWatermark);
        }

        using (CommitmentIndex other = CommitmentIndex.Open(_folder.Path, Chain, Secret + 1, Small))
        {
            Assert.Equal(0u, other.Watermark);
            Assert.Contains("secret", Assert.Single(other.Notes).What, StringComparison.Ordinal);
            other.AddRange(0, Leaves(Run), RecordBytes, CommitmentOffset);
        }

        string file = Assert.Single(Directory.GetFiles(_folder.Path, "ht.dat*", SearchOption.AllDirectories));
        byte[] bytes = File.ReadAllBytes(file);
        bytes[100] ^= 1;
        File.WriteAllBytes(file, bytes);
        using CommitmentIndex damaged = CommitmentIndex.Open(_folder.Path, Chain, Secret + 1, Small);
        Assert.Equal(0u, damaged.DurableWatermark);
        Assert.Contains("damaged", Assert.Single(damaged.Notes).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_commitment_anchored_more_often_than_fits_fills_the_span_and_no_more()
    {
        byte[] one = new Seeded(4).Bytes(RecordBytes);
        byte[] records = [.. Enumerable.Repeat(one, Run + 20).SelectMany(record => record)];
        using CommitmentIndex index = Open();
        foreach (ICommitmentIndex either in new ICommitmentIndex[] { index, new MemoryCommitmentIndex(Run) })
        {
            either.AddRange(0, records, RecordBytes, CommitmentOffset);
            ulong[] found = new ulong[8];
            Assert.Equal(8, either.Find(one.AsSpan(CommitmentOffset, 32), found));
            Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], found);
        }
    }

    [Fact]
    public void A_gap_in_the_leaves_is_refused()
    {
        using CommitmentIndex index = Open();
        Assert.Throws<InvalidOperationException>(
            () => index.AddRange(1, Leaves(1), RecordBytes, CommitmentOffset));
    }

    private static int Probe(CommitmentIndex index, byte[] leaves, int seed, CancellationTokenSource done)
    {
        Seeded seeded = new(seed);
        ulong[] found = new ulong[64];
        int missed = 0;
        while (!done.IsCancellationRequested)
        {
            ulong watermark = index.Watermark;
            if (watermark > 0)
            {
                ulong leaf = (ulong)seeded.Choose((int)watermark);
                int count = index.Find(CommitmentOf(leaves, leaf), found);
                missed += found.AsSpan(0, count).Contains(leaf) ? 0 : 1;
            }
        }

        return missed;
    }

    private static void AssertSame(MemoryCommitmentIndex memory, CommitmentIndex faster, byte[] leaves)
    {
        Assert.Equal(memory.Watermark, faster.Watermark);
        Assert.Equal(memory.DurableWatermark, faster.DurableWatermark);
        ulong[] expected = new ulong[64];
        ulong[] actual = new ulong[64];
        for (ulong leaf = 0; leaf < (ulong)(leaves.Length / RecordBytes); leaf += 7)
        {
            ReadOnlySpan<byte> commitment = CommitmentOf(leaves, leaf);
            int count = memory.Find(commitment, expected);
            Assert.Equal(count, faster.Find(commitment, actual));
            Assert.Equal(expected[..count], actual[..count]);
        }

        Assert.Equal(0, faster.Find(new byte[32], actual));
    }

    private static ReadOnlySpan<byte> CommitmentOf(byte[] leaves, ulong leaf) =>
        leaves.AsSpan((int)leaf * RecordBytes + CommitmentOffset, 32);

    /// <summary>Random records, of which every tenth repeats an earlier commitment.</summary>
    private static byte[] Leaves(int count)
    {
        Seeded seeded = new(5);
        byte[] records = seeded.Bytes(count * RecordBytes);
        for (int leaf = 10; leaf < count; leaf += 10)
        {
            CommitmentOf(records, (ulong)seeded.Choose(leaf)).CopyTo(
                records.AsSpan(leaf * RecordBytes + CommitmentOffset));
        }

        return records;
    }

    private CommitmentIndex Open() => CommitmentIndex.Open(_folder.Path, Chain, Secret, Small);
}

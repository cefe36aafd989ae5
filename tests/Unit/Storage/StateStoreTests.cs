using Ledger.Cryptography.Hashing;
using Ledger.Storage;
using Ledger.Storage.Faster;
using Ledger.Storage.Records;
using Ledger.Storage.State;

namespace Ledger.Tests.Unit.Storage;

public sealed class StateStoreTests : IDisposable
{
    private static readonly LogIdentity Chain = new(new Digest(new Seeded(1).Bytes(32)));
    private static readonly StateStoreOptions Small = new(new FasterTableOptions(1 << 8, 20, 14), 1 << 16);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void The_FASTER_store_and_its_memory_twin_hold_the_same_content_through_checkpoints_and_crashes(int seed)
    {
        Seeded seeded = new(seed);
        using MemoryStateStore memory = new();
        IStateStore faster = Open();
        for (int round = 0; round < 12; round++)
        {
            for (int block = 0; block < 30; block++)
            {
                StateWrite[] writes = Writes(seeded);
                memory.Apply(memory.Height + 1, writes);
                faster.Apply(faster.Height + 1, writes);
            }

            Assert.Equal(memory.ContentDigest(), faster.ContentDigest());
            if (seeded.Choose(3) > 0)
            {
                memory.Checkpoint();
                faster.Checkpoint();
            }

            if (seeded.Choose(2) == 0)
            {
                memory.Crash();
                faster.Dispose();
                faster = Open();
                Assert.Empty(faster.Notes);
            }

            Assert.Equal(memory.Height, faster.Height);
            Assert.Equal(memory.ContentDigest(), faster.ContentDigest());
            AssertSameReads(memory, faster);
        }

        faster.Dispose();
    }

    [Fact]
    public void Superseded_records_are_left_behind_in_an_old_generation()
    {
        using (IStateStore store = Open())
        {
            for (ulong height = 1; height <= 60; height++)
            {
                byte[] value = new Seeded((int)height).Bytes(3000 + (int)height);
                store.Apply(height, [new StateWrite(new byte[] { 1 }, value)]);
                store.Checkpoint();
            }
        }

        string folder = Assert.Single(Directory.GetDirectories(_folder.Path));
        Assert.False(folder.EndsWith("g00000001", StringComparison.Ordinal));
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(folder, "cpr-checkpoints")).Length);
        using IStateStore reopened = Open();
        Assert.Equal(60u, reopened.Height);
        Assert.True(reopened.TryGet([1], out byte[] last));
        Assert.Equal(new Seeded(60).Bytes(3060), last);
    }

    [Theory]
    [InlineData("snapshot.dat")]
    [InlineData("ht.dat")]
    [InlineData("info.dat")]
    public void A_damaged_newest_checkpoint_falls_back_to_the_older_one_and_says_so(string file)
    {
        CheckpointAtEachOf(1, 2);
        Damage(Newest(file));

        using IStateStore store = Open();
        Assert.Equal(1u, store.Height);
        Assert.Contains("height 2", Assert.Single(store.Notes).What, StringComparison.Ordinal);
        Assert.True(store.TryGet([7], out byte[] value));
        Assert.Equal(new byte[] { 1 }, value);
        store.Apply(2, [new StateWrite(new byte[] { 7 }, new byte[] { 22 })]);
        store.Checkpoint();
        store.Dispose();

        using IStateStore again = Open();
        Assert.Equal(2u, again.Height);
        Assert.Empty(again.Notes);
        Assert.True(again.TryGet([7], out value));
        Assert.Equal(new byte[] { 22 }, value);
    }

    [Fact]
    public void Without_a_valid_checkpoint_the_store_is_empty_at_height_0()
    {
        CheckpointAtEachOf(1, 2);
        foreach (string file in Directory.GetFiles(_folder.Path, "snapshot.dat*", SearchOption.AllDirectories))
        {
            Damage(file);
        }

        using IStateStore store = Open();
        Assert.Equal(0u, store.Height);
        Assert.Equal(2, store.Notes.Count);
        Assert.Equal(new MemoryStateStore().ContentDigest(), store.ContentDigest());
    }

    [Fact]
    public void A_damaged_manifest_means_height_0_and_another_chains_manifest_is_refused()
    {
        CheckpointAtEachOf(1);
        LogIdentity other = new(new Digest(new Seeded(2).Bytes(32)));
        Assert.Equal(StorageFault.ForeignChain, Assert.Throws<StorageFaultException>(
            () => FasterStateStore.Open(_folder.Path, other, Small)).Fault);

        Damage(Path.Combine(_folder.Path, "state.manifest"));
        using IStateStore store = Open();
        Assert.Equal(0u, store.Height);
        Assert.Single(store.Notes);
    }

    [Fact]
    public void A_block_out_of_order_is_refused_by_both_stores()
    {
        using IStateStore faster = Open();
        foreach (IStateStore store in new[] { faster, new MemoryStateStore() })
        {
            store.Apply(0, []);
            store.Apply(1, []);
            Assert.Throws<InvalidOperationException>(() => store.Apply(1, []));
            Assert.Throws<InvalidOperationException>(() => store.Apply(3, []));
            Assert.Throws<InvalidOperationException>(() => store.Apply(0, []));
            Assert.Throws<ArgumentOutOfRangeException>(
                () => store.Apply(2, [new StateWrite(new byte[65], new byte[1])]));
        }
    }

    private static void AssertSameReads(IStateStore left, IStateStore right)
    {
        for (byte key = 0; key < 200; key++)
        {
            byte[] name = [key];
            Assert.Equal(left.TryGet(name, out byte[] expected), right.TryGet(name, out byte[] actual));
            Assert.Equal(expected, actual);
        }
    }

    private static StateWrite[] Writes(Seeded seeded) => [.. Enumerable.Range(0, seeded.Choose(12)).Select(_ =>
    {
        byte[] key = [(byte)seeded.Choose(200), .. new byte[seeded.Choose(2) * 30]];
        byte[]? value = seeded.Choose(4) == 0 ? null : seeded.Bytes(seeded.Choose(300));
        return new StateWrite(key, value is null ? null : (ReadOnlyMemory<byte>)value);
    })];

    private void CheckpointAtEachOf(params ulong[] heights)
    {
        using IStateStore store = Open();
        foreach (ulong height in heights)
        {
            store.Apply(height, [new StateWrite(new byte[] { 7 }, new[] { (byte)height })]);
            store.Checkpoint();
        }
    }

    private string Newest(string file) => Directory.GetFiles(_folder.Path, file + "*", SearchOption.AllDirectories)
        .MaxBy(File.GetLastWriteTimeUtc)!;

    private static void Damage(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 3] ^= 0x10;
        File.WriteAllBytes(file, bytes);
    }

    private IStateStore Open() => FasterStateStore.Open(_folder.Path, Chain, Small);
}

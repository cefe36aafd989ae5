using Ledger.Cryptography.Hashing;
using Ledger.Storage;
using Ledger.Storage.Anchors;
using Ledger.Storage.Faster;
using Ledger.Storage.Records;
using Ledger.Storage.State;

namespace Ledger.Tests.Unit.Storage;

/// <summary>FASTER's files carry no checksum of their own; what spilled from memory no seal covers either.</summary>
public sealed class FasterDamageFacts : IDisposable
{
    private const int Seeds = 60;
    private static readonly LogIdentity Chain = new(new Digest(new Seeded(1).Bytes(32)), 9);
    private static readonly FasterTableOptions SmallTable = new(1 << 8, 17, 12);
    private static readonly StateStoreOptions SmallState = new(SmallTable, 1 << 24);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_state_with_a_flipped_bit_anywhere_is_the_one_of_a_checkpoint_or_empty_and_says_so()
    {
        string written = Path.Combine(_folder.Path, "written");
        Dictionary<ulong, Digest> digests = WriteState(written);
        int passedOver = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            string what = CopyAndFlip(written, seed, out string copy);
            using FasterStateStore store = FasterStateStore.Open(copy, Chain, SmallState);
            Assert.True(digests[store.Height] == store.ContentDigest(), $"seed {seed}, {what}: content of height {store.Height}");
            Assert.Equal(store.Height < 30, store.Notes.Count > 0);
            passedOver += store.Notes.Count > 0 ? 1 : 0;
        }

        Assert.True(passedOver > Seeds / 4, $"{passedOver} passed over");
    }

    [Fact]
    public void A_state_can_be_taken_back_to_its_older_checkpoint_and_to_nothing()
    {
        string written = Path.Combine(_folder.Path, "written");
        Dictionary<ulong, Digest> digests = WriteState(written);
        using FasterStateStore store = FasterStateStore.Open(written, Chain, SmallState);

        store.Rewind(30);
        Assert.Equal(30u, store.Height);
        store.Rewind(29);
        Assert.Equal((20u, digests[20]), (store.Height, store.ContentDigest()));
        store.Rewind(19);
        Assert.Equal((0u, digests[0]), (store.Height, store.ContentDigest()));
        Assert.Equal(2, store.Notes.Count);
    }

    [Fact]
    public void An_index_with_a_flipped_bit_anywhere_finds_what_it_found_or_is_emptied_or_refuses_and_is_rebuilt()
    {
        string written = Path.Combine(_folder.Path, "written");
        byte[] leaves = new Seeded(4).Bytes(32 * 5000);
        using (CommitmentIndex index = CommitmentIndex.Open(written, Chain, 123, SmallIndex))
        {
            index.AddRange(0, leaves, 32, 0);
        }

        int noticed = 0;
        for (int seed = 0; seed < Seeds / 2; seed++)
        {
            string what = CopyAndFlip(written, seed, out string copy);
            bool refused = false;
            using (CommitmentIndex index = CommitmentIndex.Open(copy, Chain, 123, SmallIndex))
            {
                refused = FindAll(index, leaves, what);
                noticed += refused || index.Notes.Count > 0 ? 1 : 0;
            }

            using CommitmentIndex again = CommitmentIndex.Open(copy, Chain, 123, SmallIndex);
            Assert.Equal(refused, again.Watermark == 0 && again.Notes.Count > 0 && refused);
        }

        Assert.True(noticed > 5, $"{noticed} noticed");
    }

    private static CommitmentIndexOptions SmallIndex => new(SmallTable, 1000);

    /// <summary>Whether a lookup was refused; a wrong answer fails.</summary>
    private static bool FindAll(CommitmentIndex index, byte[] leaves, string what)
    {
        Span<ulong> found = stackalloc ulong[16];
        for (int leaf = 0; leaf < (int)index.DurableWatermark; leaf += 7)
        {
            try
            {
                int count = index.Find(leaves.AsSpan(32 * leaf, 32), found);
                Assert.True(found[..count].Contains((ulong)leaf), $"{what}: leaf {leaf} is not found");
            }
            catch (StorageFaultException fault)
            {
                Assert.Equal(StorageFault.IndexDamaged, fault.Fault);
                return true;
            }
        }

        return false;
    }

    private static Dictionary<ulong, Digest> WriteState(string folder)
    {
        Seeded seeded = new(3);
        using FasterStateStore store = FasterStateStore.Open(folder, Chain, SmallState);
        Dictionary<ulong, Digest> digests = new() { [0] = store.ContentDigest() };
        for (ulong height = 1; height <= 30; height++)
        {
            store.Apply(height, [.. Enumerable.Range(0, 100).Select(_ =>
                new StateWrite(seeded.Bytes(2), seeded.Choose(5) == 0 ? null : seeded.Bytes(200)))]);
            if (height % 10 == 0)
            {
                store.Checkpoint();
                digests[height] = store.ContentDigest();
            }
        }

        return digests;
    }

    private string CopyAndFlip(string from, int seed, out string copy)
    {
        Seeded seeded = new(seed);
        copy = Path.Combine(_folder.Path, $"copy-{seed}");
        string[] files = [.. Directory.GetFiles(from, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (string file in files)
        {
            string target = Path.Combine(copy, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        files = [.. files.Where(f => new FileInfo(f).Length > 0)];
        string[] logs = [.. files.Where(f => Path.GetFileName(f).StartsWith("log.", StringComparison.Ordinal))];
        string chosen = seed % 2 == 0 ? logs[seeded.Choose(logs.Length)] : files[seeded.Choose(files.Length)];
        byte[] bytes = File.ReadAllBytes(chosen);
        int at = seeded.Choose(bytes.Length);
        bytes[at] ^= (byte)(1 << seeded.Choose(8));
        File.WriteAllBytes(Path.Combine(copy, Path.GetRelativePath(from, chosen)), bytes);
        return $"{chosen} of {bytes.Length} bytes at {at}";
    }
}

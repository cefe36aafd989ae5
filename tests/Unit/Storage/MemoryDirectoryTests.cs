using Ledger.Storage;
using Ledger.Storage.Devices;

namespace Ledger.Tests.Unit.Storage;

public sealed class MemoryDirectoryTests
{
    [Fact]
    public void A_flushed_write_survives_every_crash_and_an_unflushed_one_leaves_only_its_own_sectors_old_or_new()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Seeded seeded = new(seed);
            MemoryDirectory directory = new();
            IDevice device = directory.Create("a", 8192);
            directory.FlushDirectory();
            byte[] old = Filled(4096, 1);
            device.Write(1000, old);
            device.Flush();
            device.Write(1500, Filled(2000, 2));

            directory.Crash(seeded.Choose);

            byte[] found = new byte[8192];
            directory.Open("a").Read(0, found);
            for (int at = 0; at < found.Length; at++)
            {
                bool flushed = at is >= 1000 and < 5096;
                bool rewritten = at is >= 1500 and < 3500;
                Assert.True(found[at] == (flushed ? 1 : 0) || (rewritten && found[at] == 2));
                bool sameSector = at > 1500 && at < 3500 && at % 512 != 0;
                Assert.True(!sameSector || found[at] == found[at - 1]);
            }
        }
    }

    [Fact]
    public void Some_crash_keeps_some_loses_some_tears_and_reorders_an_unflushed_write()
    {
        HashSet<string> outcomes = [];
        for (int seed = 0; seed < 200; seed++)
        {
            MemoryDirectory directory = new();
            IDevice device = directory.Create("a", 2048);
            directory.FlushDirectory();
            device.Write(0, Filled(2048, 1));
            directory.Crash(new Seeded(seed).Choose);
            byte[] found = new byte[2048];
            directory.Open("a").Read(0, found);
            outcomes.Add($"{found[0]}{found[512]}{found[1024]}{found[1536]}");
        }

        Assert.Equal(16, outcomes.Count);
    }

    [Fact]
    public void A_file_not_followed_by_a_directory_flush_may_be_lost_and_the_same_seed_loses_the_same()
    {
        bool[] kept = [.. Enumerable.Range(0, 50).Select(KeptWithSeed)];

        Assert.Contains(true, kept);
        Assert.Contains(false, kept);
        Assert.Equal(kept, Enumerable.Range(0, 50).Select(KeptWithSeed));
    }

    [Fact]
    public void A_handle_from_before_the_crash_is_dead()
    {
        MemoryDirectory directory = new();
        IDevice device = directory.Create("a");
        directory.Crash(_ => 0);

        Assert.Throws<StorageFailure>(() => device.Write(0, [1]));
        Assert.Throws<StorageFailure>(device.Flush);
    }

    [Fact]
    public void A_full_disk_fails_the_write()
    {
        MemoryDirectory directory = new() { FreeBytes = 10 };
        IDevice device = directory.Create("a");
        device.Write(0, new byte[10]);

        Assert.Throws<StorageFailure>(() => device.Write(10, [1]));
    }

    private static bool KeptWithSeed(int seed)
    {
        MemoryDirectory directory = new();
        directory.Create("a");
        directory.Crash(new Seeded(seed).Choose);
        return directory.Exists("a");
    }

    private static byte[] Filled(int length, byte value)
    {
        byte[] bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }
}

using Ledger.Simulation.World;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Tests.Unit.Storage;

public sealed class PublishTests
{
    private const int Bytes = 1024;
    private const int Seeds = 100;

    // Two lives: each cut before one touch of the disk or none, which leaves a draft of the first to the second.
    [Fact]
    public void A_file_that_has_its_name_is_whole_however_often_the_power_is_cut_before()
    {
        const int touches = 8;
        for (int cuts = 0; cuts < touches * touches * Seeds; cuts++)
        {
            Seeded seeded = new(cuts);
            MemoryDirectory disk = new();
            Live(disk, cuts % touches, seeded);
            Live(disk, cuts / touches % touches, seeded);
            Assert.True(!disk.Exists("a") || IsWhole(disk), $"cuts {cuts}");
        }
    }

    [Fact]
    public void A_draft_that_could_not_be_filled_does_not_get_the_name_of_the_next()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            MemoryDirectory disk = new();
            Fuse fuse = new();
            FusedDirectory directory = new(disk, fuse);
            Assert.Throws<IOException>(() => directory.Publish("a", Bytes, _ => throw new IOException("Full.")));
            fuse.Arm(seed % 8);
            Assert.Throws<PowerLoss>(() => Publish(directory, fuse));
            disk.Crash(new Seeded(seed).Choose);
            Assert.True(!disk.Exists("a") || IsWhole(disk), $"seed {seed}");
        }
    }

    private static void Live(MemoryDirectory disk, int cut, Seeded seeded)
    {
        Fuse fuse = new();
        FusedDirectory directory = new(disk, fuse);
        fuse.Arm(cut);
        Assert.Throws<PowerLoss>(() =>
        {
            directory.DeleteUnfinished();
            Publish(directory, fuse);
        });
        disk.Crash(seeded.Choose);
    }

    private static void Publish(FusedDirectory directory, Fuse fuse)
    {
        if (!directory.Exists("a"))
        {
            directory.Publish("a", Bytes, file => file.Write(0, Enumerable.Repeat((byte)1, Bytes).ToArray())).Dispose();
        }

        fuse.Disarm();
        throw new PowerLoss();
    }

    private static bool IsWhole(MemoryDirectory disk)
    {
        byte[] found = new byte[Bytes + 1];
        return disk.Open("a").Read(0, found) == Bytes && found.AsSpan(0, Bytes).IndexOfAnyExcept((byte)1) < 0;
    }
}

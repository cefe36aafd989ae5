using Ledger.Storage;
using Ledger.Storage.Devices;

namespace Ledger.Tests.Unit.Storage;

public sealed class FileDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_created_written_renamed_listed_truncated_and_deleted()
    {
        FileDirectory directory = new(_folder.Path);
        using (IDevice device = directory.Create("b", 3 << 20))
        {
            device.Write((3 << 20) - 2, [1, 2, 3]);
            device.Flush();
            Assert.Equal((3 << 20) + 1, device.Length);
            byte[] tail = new byte[10];
            Assert.Equal(3, device.Read((3 << 20) - 2, tail));
            Assert.Equal(new byte[] { 1, 2, 3 }, tail[..3]);
            device.Truncate(5);
            Assert.Equal(5, device.Length);
        }

        directory.Create("a").Dispose();
        directory.Rename("b", "c");
        directory.FlushDirectory();
        Assert.Equal(["a", "c"], directory.List());
        directory.Delete("a");
        Assert.False(directory.Exists("a"));
        Assert.True(directory.Meter.Count >= 2);
        Assert.True(directory.Meter.P99Microseconds >= directory.Meter.MedianMicroseconds);
    }

    [Fact]
    public void Opening_creates_nothing_and_creating_overwrites_nothing()
    {
        FileDirectory directory = new(_folder.Path);
        Assert.Equal(
            StorageFault.FileMissing, Assert.Throws<StorageFaultException>(() => directory.Open("a")).Fault);
        directory.Create("a").Dispose();
        Assert.Equal(
            StorageFault.FileExists, Assert.Throws<StorageFaultException>(() => directory.Create("a")).Fault);
        Assert.Throws<ArgumentException>(() => directory.Open("../a"));
    }

    [Fact]
    public void A_device_that_failed_once_is_never_used_again()
    {
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "a"), "/dev/full");
        IDevice device = new FileDirectory(_folder.Path).Open("a");
        Assert.Equal("write", Assert.Throws<StorageFailure>(() => device.Write(0, [1])).Operation);
        Assert.Equal("use after a failure", Assert.Throws<StorageFailure>(device.Flush).Operation);
        Assert.Throws<StorageFailure>(() => device.Read(0, new byte[1]));
    }

    [Fact]
    public void A_flush_that_the_kernel_refuses_is_not_retried()
    {
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "a"), "/dev/null");
        IDevice device = new FileDirectory(_folder.Path).Open("a");
        Assert.Equal("flush", Assert.Throws<StorageFailure>(device.Flush).Operation);
        Assert.Equal("use after a failure", Assert.Throws<StorageFailure>(device.Flush).Operation);
    }
}

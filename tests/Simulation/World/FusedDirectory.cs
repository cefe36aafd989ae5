using Ledger.Storage.Devices;

namespace Ledger.Simulation.World;

/// <summary>A directory whose every change may be the one before which the power is cut.</summary>
public sealed class FusedDirectory(IDirectory inner, Fuse fuse) : IDirectory
{
    public IDevice Open(string name) => new FusedDevice(inner.Open(name), fuse);

    public IDevice Create(string name, long preallocateBytes = 0)
    {
        fuse.Touch();
        return new FusedDevice(inner.Create(name, preallocateBytes), fuse);
    }

    public IReadOnlyList<string> List() => inner.List();

    public bool Exists(string name) => inner.Exists(name);

    public void Delete(string name)
    {
        fuse.Touch();
        inner.Delete(name);
    }

    public void Rename(string from, string to)
    {
        fuse.Touch();
        inner.Rename(from, to);
    }

    public void FlushDirectory()
    {
        fuse.Touch();
        inner.FlushDirectory();
    }

    private sealed class FusedDevice(IDevice inner, Fuse fuse) : IDevice
    {
        public string Name => inner.Name;

        public long Length => inner.Length;

        public int Read(long offset, Span<byte> destination) => inner.Read(offset, destination);

        public void Write(long offset, ReadOnlySpan<byte> source)
        {
            fuse.Touch();
            inner.Write(offset, source);
        }

        public void Flush()
        {
            fuse.Touch();
            inner.Flush();
        }

        public void Truncate(long length)
        {
            fuse.Touch();
            inner.Truncate(length);
        }

        public void Dispose() => inner.Dispose();
    }
}
